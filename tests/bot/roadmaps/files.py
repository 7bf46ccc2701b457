"""Files of a small roadmap in another field: the renovation of a town's library."""

import datetime as dt
from pathlib import Path

NOW = dt.datetime(2019, 1, 15, 9, 0, tzinfo=dt.UTC)

MILESTONES = """\
id,title,kind,start,end,venue,lead,document,workstream,note,source,known_from,supersedes
ROOF,Roof repair of the reading hall,works,2019-03-04,2019-05-31,Reading hall,Nadia Nowak,PLAN-7,Building,,,2018-11-01,
OPEN-1,Reopening ceremony of the library,event,2019-09-01,,Town square,The mayor,INVITE-1,Public,,,2018-11-01,
OPEN-2,"Reopening ceremony, at its new date",event,2019-10-12,,Courtyard,The mayor,INVITE-2,Public,,,2019-06-15,OPEN-1
SHELF,Delivery of oak shelves,delivery,2019-07,,,,,Building,,,2018-11-01,
LIFT,Replacement of the lift,works,,,,,,Building,,,2018-11-01,
PAINT,Painting of the walls,works,2019-Q2,,Everywhere,Studio Brush,,Building,,,2018-12-01,
"""
GLOSSARY = """\
short,long,aliases
reroofing,roof repair,réfection du toit;reparación del tejado
lectorium,reading hall,salle de lecture;sala de lectura
"""
HEADER = MILESTONES.partition("\n")[0]


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """A text file; returns its path."""
    path.write_bytes(text.encode(encoding))
    return path


def roadmap_file(folder: Path, text: str = MILESTONES) -> Path:
    """The roadmap as CSV."""
    return write(folder / "library.csv", text)
