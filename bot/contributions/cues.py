"""Words by which a question asks for contributions of a kind, in English, French and Spanish; all of them folded.

A reply is read by ``bot.contributions.reading``, which knows many more.
"""

import re

from storage.words import ContributionKind


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


KINDS: tuple[tuple[ContributionKind, re.Pattern[str]], ...] = (
    (
        ContributionKind.PUBLICATION,
        _any(
            r"reports?", r"briefs?", r"guides?", r"guidelines?",
            r"handbooks?", r"manuals?", r"stud(?:y|ies)", r"outlook",
            r"toolkits?", r"tools?", r"compendium", r"data ?sets?",
            r"papers?", r"publications?", r"newsletters?", r"atlas",
            r"rapports?", r"etudes?", r"manuels?", r"notes? d'orientation", r"informes?", r"estudios?",
            r"guias?", r"manuale?s", r"publicaci(?:on|ones)",
        ),
    ),
    (
        ContributionKind.PROJECT,
        _any(r"projects?", r"programmes?", r"programs?", r"projets?", r"proyectos?", r"programas?", r"initiative"),
    ),
    (
        ContributionKind.ACTIVITY,
        _any(
            r"campaigns?", r"polls?", r"surveys?", r"data collection", r"advice", r"advis\w+", r"call for papers",
            r"services?", r"support\w*", r"missions?", r"campagnes?",
            r"enquetes?", r"campanas?", r"encuestas?", r"appui",
            r"asesoramiento", r"roll-?out",
        ),
    ),
    (
        ContributionKind.EVENT,
        _any(
            r"events?", r"meetings?", r"workshops?", r"seminars?", r"webinars?", r"conferences?", r"consultations?",
            r"trainings?", r"courses?", r"forums?", r"summits?", r"sessions?", r"briefings?", r"dialogues?", r"panels?",
            r"retreats?", r"hearings?", r"round ?tables?",
            r"launch(?:ed)?", r"days", r"symposi(?:um|a)", r"assembl(?:y|ies)",
            r"reunions?", r"ateliers?", r"seminaires?", r"webinaires?", r"formations?", r"sommets?", r"tables? rondes?",
            r"journees?", r"colloques?", r"reuni(?:on|ones)", r"talleres|taller", r"seminarios?", r"conferencias?",
            r"consultas?", r"foros?", r"cumbres?",
            r"jornadas?", r"mesas? redondas?", r"capacitaci(?:on|ones)", r"dialogos?",
            r"cursos?", r"lanzamiento", r"lancement",
        ),
    ),
)  # fmt: skip
ONLINE = _any(
    r"online", r"on-line", r"webinars?", r"virtual(?:ly)?", r"hybrid", r"remote", r"en ligne", r"virtuel(?:le)?",
    r"webinaires?", r"hybride", r"visioconference",
    r"en linea", r"seminarios? web", r"hibrid[oa]", r"videoconferenc\w+",
)  # fmt: skip
