"""The word that names what a thing is ("workshop", "rapport", "proyecto"), and so its kind."""

import functools
import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from storage.words import ContributionKind

_EVENT, _PUBLICATION = ContributionKind.EVENT, ContributionKind.PUBLICATION
_PROJECT, _ACTIVITY = ContributionKind.PROJECT, ContributionKind.ACTIVITY

#: English: of several in a row the last one is the head ("training manual"). Some slips of the keyboard are listed.
_ENGLISH = {
    _EVENT: (
        r"e?vents?|egms?|agm|tots?|study (?:visits?|tours?|trips?)|m(?:ee|e|ea)tings?|wor?k-?shops?|seminars?"
        r"|webinars?|webminars?"
        r"|conf(?:e|i)re?nces?|consultations?"
        r"|trainings?|courses?|forums?|fora|summits?|sessions?|briefings?|dialogues?|panels?|retreats?|hearings?"
        r"|round-? ?tables?|launch(?:es)?|days|weeks?|symposi(?:um|a|ums)|assembl(?:y|ies)|colloqui(?:um|a)"
        r"|hackath?ons?"
        r"|academ(?:y|ies)|fairs?|exhibitions?|expo|visits?|caucus(?:es)?|congress(?:es)?|convention|ceremon(?:y|ies)"
        r"|receptions?|breakfasts?|lunch(?:eon)?s?|dinners?|screenings?|concerts?|festivals?|lectures?|talks?"
        r"|town ?halls?|press conferences?|side-? ?events?|master ?class(?:es)?|clinics?|bootcamps?|boot camps?"
        r"|summer school|winter school|school|stocktak\w+|ministerials?|gatherings?|convenings?|debates?|labs?"
        r"|info(?:rmation)? sessions?|exercises?|simulations?|missions?|plenar(?:y|ies)|pre-?conference|premieres?"
        r"|preparatory committee|prepcom|review conference|exchanges?|laboratory|commemorations?|celebrations?|jams?"
        r"|negotiations?|rounds?|teleconferences?|calls?|galas?|marathons?|races?|tournaments?|vigils?|open house"
        r"|interactive|workgroups?|working groups?|expert groups?|task forces?|committees?|councils?|jornadas"
    ),
    _PUBLICATION: (
        r"r(?:e|a)p(?:o|p)rts?|briefs?|guides?|guidelines?|guidance(?: notes?)?|hand-?books?|manuals?|stud(?:y"
        r"|ies)(?! (?:visit|tour|trip))"
        r"|outlooks?|tool-?kits?|tools?|compendi(?:um|a)|data ?-?(?:sets?|bases?)|papers?|publications?|news-?letters?"
        r"|atlas(?:es)?|year-?books?|fact-?sheets?|reviews?|bulletins?|journals?|books?|booklets?|brochures?|leaflets?"
        r"|notes?|articles?|dash-?boards?|maps?|portals?|web-?sites?|platforms?|index|indices|indicators|checklists?"
        r"|glossar(?:y|ies)|videos?|films?|documentar(?:y|ies)|podcasts?|infographics?|apps?|volumes?|issues?|editions?"
        r"|chapters?|quarterl(?:y|ies)|surveys? reports?|mappings?|profiles?|repositor(?:y|ies)|modules?"
        r"|curricul(?:um|a)"
        r"|principles|standards|recommendations|snapshots?|overviews?|monographs?|thesis|blogs?|white-? ?papers?"
        r"|templates?|primers?|analys[ie]s|statistics|figures|factbooks?|almanacs?|evaluations?|inventor(?:y|ies)"
    ),
    _PROJECT: r"projects?|program(?:me)?s?|initiatives?|pilots?|roll-?outs?|partnerships?|funds?",
    _ACTIVITY: (
        r"campaigns?|polls?|surveys?|data collections?|advice|calls? for (?:papers?|abstracts|proposals|contributions"
        r"|inputs?|nominations|applications|evidence|expressions of interest|submissions)|services|competitions?"
        r"|contests?"
        r"|e-?discussions?|consultanc(?:y|ies)|technical assistance|capacity[- ]building|capacity development|mentoring"
        r"|mentorships?|hotlines?|helplines?|scholarships?|fellowships?|internships?|self-paced (?:e-?)?courses?"
        r"|e-?courses?"
        r"|moocs?|e-?learning|assessments?|research|monitoring|advocacy|outreach|drive|vaccinations?|registrations?"
        r"|resettlement|operations?|distributions?|deployments?|assistance|support|censuse?s?|questionnaires?|moocs?"
        r"|prizes?|awards?|challenges?|petitions?|secondments?|coaching|interviews|enumerations?"
    ),
}
#: French and Spanish: the first one is the head ("guide de formation").
_ROMANCE = {
    _EVENT: (
        r"reunions?|ateliers?|seminaires?|webinaires?|formations?|sommets?|tables? rondes?|journees?|colloques?"
        r"|conferences?|consultations?|forums?|sessions?|congres|assemblees?|rencontres?|evenements?|concertations?"
        r"|lancements?|auditions?|symposiums?|dialogues?|semaines?|universites? d'ete|stages?|petit-dejeuner|visites?"
        r"|reuni(?:on|ones)|taller(?:es)?|seminarios?(?: web)?|conferencias?|consultas?|foros?|cumbres?|jornadas?"
        r"|mesas? redondas?|capacitaci(?:on|ones)|dialogos?|cursos?|lanzamientos?|encuentros?|congresos?|asambleas?"
        r"|simposios?|coloquios?|sesi(?:on|ones)|audiencias?|eventos?|conversatorios?|webinarios?|ferias?|visitas?"
        r"|semanas?|festival(?:es)?|evenement|exposici(?:on|ones)|expositions?|diplomados?|paneles|webinar(?:es)?"
    ),
    _PUBLICATION: (
        r"rapports?|etudes?|manuels?|notes?(?: d'orientation| de synthese| conceptuelle)?|guides?|recueils?|brochures?"
        r"|bulletins?|livres?|ouvrages?|outils?|boites? a outils|bases? de donnees|atlas|annuaires?|articles?|cartes?"
        r"|lignes directrices|revues?|informes?|estudios?|guias?|manual(?:es)?|publicaci(?:on|ones)|publications?"
        r"|cajas? de herramientas|herramientas?|bases? de datos|boletin(?:es)?|libros?|folletos?"
        r"|notas?(?: informativas?)?"
        r"|compendios?|anuarios?|cartillas?|mapas?|diagnosticos?|directrices|documentos?"
        r"|panorama|revistas?|tableaux? de bord|documents?|fiches?|indicateurs?|cuadernos?|protocolos?"
    ),
    _PROJECT: r"projets?|proyectos?|programas?|programmes?|iniciativas?|initiatives?",
    _ACTIVITY: (
        r"campagnes?|enquetes?|sondages?|campanas?|encuestas?|appuis?|asesoramiento|asesoria|asistencia tecnica"
        r"|assistance technique|collectes? de donnees|recopilaci(?:on|ones) de datos|levantamiento de datos|concours"
        r"|concursos?|appels? a (?:contributions?|communications?|propositions?|candidatures?|projets)|convocatorias?"
        r"|accompagnement|conseils?|apoyo|sensibilisation|sensibilizacion|recensements?|censos?|cours en ligne autonome"
        r"|renforcement des capacites|fortalecimiento|jumelage|suivi|monitoreo|bourses?|becas?"
    ),
}
#: A doing that names an activity where no thing is named before it.
_DOING = re.compile(
    r"\b(?:advising|supporting|assisting|drafting|collecting|helping|providing|monitoring|mentoring|piloting|assessing"
    r"|reviewing|implementing|coordinating|appuyons|apoyamos|asesoramos|accompagnons)\b"
)


def _compiled(words: dict[ContributionKind, str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(f"(?P<{kind.value}>{pattern})" for kind, pattern in words.items()) + r")\b")


# "Calls for papers" must be read before "calls": activities stand first.
_IN_ENGLISH = _compiled({kind: _ENGLISH[kind] for kind in (_ACTIVITY, _PUBLICATION, _PROJECT, _EVENT)})
_IN_ROMANCE = _compiled({kind: _ROMANCE[kind] for kind in (_ACTIVITY, _PUBLICATION, _PROJECT, _EVENT)})
#: Between the words of one English noun there is nothing but a space.
_JOINT = re.compile(r"[ '-]{1,2}(?:[a-z-]+ ){0,1}")
_SMALL = re.compile(
    r"\b(?:of|on|for|in|at|to|about|with|from|by|and|or|de|du|des|sur|sobre|para|pour|en|and|the|a|an|is|are|was|were"
    r"|will|y|et|avec|con|that|which|as|into|between|against|la|le|el|les|los)\b"
)
#: A conference centre or a training room is a place.
_HOUSE = re.compile(r"\s+(?:cent(?:re|er)s?|rooms?|hall|hotel|building|house|facilit\w+|complex)\b")
#: "Please note", "we launch": these are verbs there.
_VERB_TOO = re.compile(
    r"notes?|reports?|reviews?|calls?|talks?|support|issues?|launch|visits?|exchange|maps?|fund|guide|profile|figure"
    r"|research|film|plan|drive"
)
_VERB_BEFORE = re.compile(r"\b(?:please|pls|plz|kindly|to|will|can|could|you|we|i|not|shall|would|do)\s+$")


def _is_verb(match: re.Match[str], folded: str) -> bool:
    before = folded[max(0, match.start() - 12) : match.start()]
    return _VERB_TOO.fullmatch(match[0]) is not None and _VERB_BEFORE.search(before) is not None


#: These are heads only where no other stands in the same name: they are said of much else.
_WEAK = re.compile(
    r"(?:days|weeks?|visits?|school|missions?|calls?|rounds?|exchanges?|committees?|councils?|notes?|issues?|figures"
    r"|platforms?|phases?|funds?|support|assistance|services|operations?|research|index|indicators|articles?|maps?"
    r"|registrations?|drive|principles|standards|statistics|recommendations|profiles?|tools?|partnerships?|talks?"
    r"|monitoring|panels?|interactive|labs?|negotiations?|advice|resettlement|documents?|documentos?|cartes?|conseils?"
    r"|suivi|apoyo|appuis?|notas?|exercises?|launch(?:es)?|lancements?|lanzamientos?|working groups?|task forces?"
    r"|expert groups?|workgroups?|races?|websites?|interviews|awards?|prizes?|challenges?|evaluations?|analys[ie]s"
    r"|initiatives?|advocacy|outreach|stages?|semaines?|semanas?|journals?|reviews?|modules?|templates?|distributions?)"
)


@dataclass(frozen=True, slots=True)
class Head:
    """A word that tells a kind, with where it stands; ``weak`` where it is said of much else too.

    ``slip`` where it was typed with one.
    """

    begin: int
    end: int
    kind: ContributionKind
    word: str
    weak: bool
    slip: bool = False


def heads_of(folded: str) -> list[Head]:
    """The heads of a folded text in order, of each compound noun one."""
    found: list[Head] = []
    for match in _IN_ENGLISH.finditer(folded):
        if _HOUSE.match(folded, match.end()) or _is_verb(match, folded):
            continue
        head = _head(match)
        last = found[-1] if found else None
        joint = folded[last.end : head.begin] if last else ""
        if last and len(joint) < 24 and _JOINT.fullmatch(joint) and not _SMALL.search(joint):
            # The last of a compound names it, unless it is said of anything.
            if not head.weak or last.weak:
                found[-1] = Head(last.begin, head.end, head.kind, head.word, head.weak and last.weak)
            else:
                found[-1] = Head(last.begin, head.end, last.kind, last.word, last.weak)
            continue
        found.append(head)
    taken = [(head.begin, head.end) for head in found]
    for match in _IN_ROMANCE.finditer(folded):
        if not _HOUSE.match(folded, match.end()) and not any(
            begin < match.end() and match.start() < end for begin, end in taken
        ):
            found.append(_head(match))
    found += (
        [_slip(match) for match in _LONG_WORD.finditer(folded) if match[0] not in _USUAL and _meant(match[0])]
        if not found
        else []
    )
    found.sort(key=lambda head: head.begin)
    return found


_LONG_WORD = re.compile(r"\b[a-z]{6,13}\b")
_USUAL = {
    word: kind
    for kind, words in (
        (
            _EVENT,
            "meeting meetings workshop workshops seminar webinar conference consultation training dialogue symposium",
        ),
        (_EVENT, "briefing session reunion atelier seminaire formation taller seminario conferencia hackathon"),
        (_PUBLICATION, "report handbook toolkit publication guidelines rapport informe"),
        (_PROJECT, "project programme proyecto"),
        (_ACTIVITY, "campaign survey"),
    )
    for word in words.split()
}


@functools.lru_cache(maxsize=4_096)
def _meant(word: str) -> str | None:
    """The usual head that a word with one slip of the keyboard means."""
    return next(
        (usual for usual in _USUAL if word[0] == usual[0] and OSA.distance(word, usual, score_cutoff=1) <= 1), None
    )


def _slip(match: re.Match[str]) -> Head:
    return Head(match.start(), match.end(), _USUAL[_meant(match[0]) or ""], match[0], weak=False, slip=True)


def _head(match: re.Match[str]) -> Head:
    kind = ContributionKind(match.lastgroup or "")
    return Head(match.start(), match.end(), kind, match[0], _WEAK.fullmatch(match[0]) is not None)


def doing_in(folded: str) -> re.Match[str] | None:
    """A doing that names an activity, such as "advising"."""
    return _DOING.search(folded)


_LAUNCH = re.compile(r"\b(?:launch\w*|lancements?|lanzamientos?|lanzamos|lancons)\b")
_COMES_OUT = re.compile(
    r"\b(?:comes? out|coming out|out (?:on|in)|(?:will be |to be |is |was |be )?(?:published|released)|publish(?:es"
    r"|ing)?"
    r"|releas(?:e|es|ing)|forthcoming|parait\w*|paraitr\w*|parution|publi(?:e|era|erons|ons|ee?s?)|se publica\w*|sale"
    r"|saldra|publica(?:remos|mos)|available (?:from|in|on|online)|disponible)\b"
)
_MONEY = re.compile(
    r"\b(?:fund(?:ed|ing)|donors?|financ\w+|phases? (?:i+v?|\d|one|two|three)|multi-?year|\d-year|joint programme)\b"
)
_SELF_PACED = re.compile(r"\bself-?paced\b|\bat your own pace\b|\bautoformation\b|\bautoguiad[oa]\b|\bmooc\b")
_UNTIL_OPEN = re.compile(r"\bopen (?:until|till|from|through)\b|\bouvert\w* jusqu|\babiert[oa]s? hasta\b")


def kind_of(folded_title: str, folded: str, *, long: bool, dated: bool) -> ContributionKind:
    """The kind of a thing from its title and the item that tells it.

    ``long`` where it goes on for months; ``dated`` where its days are known. A report that is launched is a report.
    """
    heads = heads_of(folded_title)
    strong = [head for head in heads if not head.weak]
    others = [head for head in heads_of(folded) if not head.weak]
    if re.match(r"\s*(?:launch|lancement|lanzamiento)", folded_title) and (
        published := next((head for head in strong if head.kind is _PUBLICATION), None)
    ):
        return published.kind
    head = strong[0] if strong else heads[0] if heads else None
    if _SELF_PACED.search(folded):
        return _ACTIVITY
    if head is None or (head.weak and head.kind is not _EVENT):
        if doing_in(folded_title) and not strong:
            return _ACTIVITY
        if _COMES_OUT.search(folded):
            return _PUBLICATION
        if others and head is None:
            head = others[0]
    if head is None:
        return _EVENT if dated else _PROJECT if _MONEY.search(folded) and long else _ACTIVITY
    if head.kind is _EVENT and head.weak and _LAUNCH.search(head.word):
        published = next((one for one in others if one.kind is _PUBLICATION), None)
        return _PUBLICATION if published else _EVENT
    if head.kind is _EVENT and long and not dated and _MONEY.search(folded):
        return _PROJECT
    if head.kind is _EVENT and _UNTIL_OPEN.search(folded) and "consultation" in head.word:
        return _ACTIVITY
    if head.kind is _ACTIVITY and head.weak and _MONEY.search(folded):
        return _PROJECT
    return head.kind


def comes_out(folded: str) -> bool:
    """Whether something is said to be published."""
    return _COMES_OUT.search(folded) is not None


_OUT_NOW = re.compile(
    r"\b(?:out now|now (?:out|available|online)|available now|just (?:published|released|launched|out)"
    r"|vient de paraitre"
    r"|ya disponible|acabamos de publicar|venons de publier)\b"
)


def out_now(folded: str) -> bool:
    """Whether something is said to have come out just now."""
    return _OUT_NOW.search(folded) is not None


def strong_head(folded: str) -> bool:
    """Whether a folded text names a kind of thing by a word that is said of little else."""
    return any(not head.weak for head in heads_of(folded))
