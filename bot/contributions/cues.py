"""Words by which a reply is understood, in English, French and Spanish; all of them folded (lower case, no accents)."""

import re

from storage.words import ContributionKind, ContributionStatus


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


NOTHING = re.compile(
    r"\bnil(?: return| report)?\b|\bnothing (?:to (?:report|add|declare)|new|from (?:us|our side|my side))\b"
    r"|\bno (?:contributions?|updates?|events?|activities)(?: (?:from|on|at|this|to)\b|$)"
    r"|\bnone from us\b|\brien (?:a (?:signaler|declarer|ajouter)|de (?:nouveau|notre cote))\b|\bneant\b"
    r"|\bnada (?:que (?:informar|comunicar|reportar|anadir)|nuevo|por nuestra parte)\b|\bsin (?:novedades?|novedad)\b"
)
DECLINE = re.compile(
    r"\b(?:will|can|do|does|would)(?: not|n't)(?: be)? (?:contribut\w+|participat\w+|take part|report\w*)\b"
    r"|\bnot (?:the right person|me\b|my (?:area|job|file))|\bno longer (?:the focal point|work\w*|with|in charge)\b"
    r"|\bwrong person\b|\bwe (?:decline|pass)\b|\b(?:please )?ask \w+ instead\b"
    r"|\bne (?:participer|contribuer)\w* pas\b|\bpas la bonne personne\b|\bje ne suis plus\b"
    r"|\bno (?:participaremos|vamos a participar|contribuiremos|soy la persona)\b|\bya no (?:soy|trabajo|estoy)\b"
)
SNOOZE = re.compile(
    r"\bnot now\b|^later\b|\bremind (?:me|us)\b|\b(?:next|tomorrow"
    r"|later)\W*$|\bget back to you\b|\bneed (?:more|another) "
    r"(?:time|week|day)\w*\b|\bgive (?:me|us) (?:a|some|until|till)\b"
    r"|\bby the end of the week\W*$|\bwill (?:send|reply|do)\b"
    r"|\bin a meeting\b|\bplus tard\b|\bpas maintenant\b|\brappelez|\brappelle|\bje (?:reviens|vous reviens)\b"
    r"|\bmas tarde\b|\bahora no\b|\brecuerd\w+|\bmas adelante\b"
)
THANKS = re.compile(
    r"^\W*(?:(?:many |ok(?:ay)?,? )?thanks?(?: you)?|thx|noted|merci"
    r"|gracias|muchas gracias|well received|bien recu|recibido"
    r"|ok(?:ay)?|got it|great|perfect|parfait|perfecto)\b(?:\W+\w+){0,6}\W*$"
)
QUESTION = re.compile(
    r"^\W*(?:(?:hi|hello|dear|bonjour|hola|sorry)\b[^?.!]{0,40}[,:!]\s*)?¿?(?:should"
    r"|shall|did|do|does|can|could|may|is|are|was|were|"
    r"will|would|have|has|what|when|where|who|which|why|how|est-ce|quel\w*|quand|ou|qui|comment|pourquoi|combien|"
    r"que|cual\w*|cuando|donde|quien\w*|como|cuant\w+|puede\w*|pouvez|peut|faut-il|hay)\b[^.!\n]*\?"
)
CANCELLED = _any(
    r"cancel(?:l?ed|s)?", r"called off", r"annulee?s?",
    r"cancelad[oa]s?", r"postponed", r"reportee?s?", r"aplazad[oa]s?",
    r"pospuest[oa]s?", r"will not take place", r"suspendid[oa]s?",
)  # fmt: skip
MOVED = _any(
    r"moved", r"moves", r"slips?", r"slipped",
    r"rescheduled", r"postponed", r"brought forward", r"shifted", r"new dates?",
    r"deplacee?s?", r"reportee?s?", r"avancee?s?", r"aplazad[oa]s?", r"pospuest[oa]s?", r"se (?:mueve|traslada|pasa)",
)  # fmt: skip
#: Stands before a date that no longer holds.
FORMER = re.compile(r"\b(?:was|were|instead of|initially|originally|not|au lieu d[ue]|etait|en lugar de|antes)\W*$")

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
STATUSES: tuple[tuple[ContributionStatus, re.Pattern[str]], ...] = (
    (
        ContributionStatus.TENTATIVE,
        re.compile(
            r"(?<!venue )(?<!place )(?<!room )(?<!lieu )(?<!sede )\b(?:tbc"
            r"|tbd|provisional(?:ly)?|tentative(?:ly)?|to be confirmed"
            r"|will confirm|not (?:yet )?(?:fixed|confirmed)|a confirmer|provisoire|por confirmar|provisional)\b"
        ),
    ),
    (ContributionStatus.CONFIRMED, _any(r"confirmed", r"confirmee?s?", r"confirmad[oa]s?")),
    (
        ContributionStatus.DONE,
        _any(
            r"(?:was|were) (?:held|published|launched)", r"we (?:held|launched|published|organi[sz]ed)", r"took place",
            r"a (?:eu lieu|ete (?:publie|lance)e?)", r"avons (?:organise|publie|lance)", r"se celebro", r"tuvo lugar",
            r"organizamos", r"publicamos",
        ),
    ),
    (
        ContributionStatus.PLANNED,
        _any(r"plan(?:s|ned|ning)?", r"upcoming", r"forthcoming", r"prevue?s?", r"previst[oa]s?", r"proxim[oa]s?"),
    ),
)  # fmt: skip
#: What stands before the name of a thing and is not part of it.
LEAD_IN = re.compile(
    r"^(?:\W|(?:please |pls )?(?:add|note)\b|for the calendar\b|fyi\b|hi\b|hello\b"
    r"|dear \w+\b|bonjour\b|hola\b|we(?:'re|'ll| are| will| have)?\b"
    r"|i(?:'m|'ll)?\b|nous\b|il y aura\b|there (?:is|will be)\b|also\b|and\b|et\b|y\b"
    r"|(?:will |are |is )?(?:hold|host|organi[sz]|plan|launch|publish"
    r"|finalis|finaliz|prepar|runn?|be)(?:e?s|ing|ed)?\b(?! of)"
    r"|(?:va |allons |organis|tien|publi|prepar|lan[cz])\w* ?(?:organiser"
    r"|tenir|publier)?\b(?= (?:le|la|les|l'|un|une|el|una|the)\b)"
    r"|postponed|moved|rescheduled|brought forward(?: by [^:]*)?|new\b(?= (?:project"
    r"|report))|(?:was|now|is|are|on|from|to|at|in|by)\b"
    r"|the\b|a\b|an\b|our\b|le\b|la\b|les\b|l'|un\b|une\b|el\b|los\b|las\b|una\b|notre\b|nuestr[oa]\b)+"
)
#: What is left hanging at the end of a name when its date and place were taken out.
TAIL = re.compile(
    r"(?:\W|\b(?:on|in|at|from|to|by|of the|is|are|was|will be|the|and"
    r"|held|for|comes? out|will take place|takes place|runs|throughout|"
    r"published|se publica|paraitront|paraitra|le|la|du|au|aux|en|a|el|del|de|les|los|pls add|thx|please)\b)+$"
)
VENUE = _any(
    r"rooms?", r"hall", r"palais", r"palace", r"centre",
    r"center", r"chateau", r"university", r"headquarters", r"house",
    r"hotel", r"building", r"auditorium", r"mission", r"ministry", r"salle", r"universite", r"siege",
    r"maison", r"ministere", r"sala", r"universidad", r"sede",
    r"ministerio", r"palacio", r"library", r"museum", r"institute",
)  # fmt: skip
WITH = re.compile(
    r"\b(?:together with|jointly with|in partnership with|co-?(?:organi[sz]ed"
    r"|hosted) (?:by|with)|with|w/|junto con|avec|con|"
    r"socios?:|partners?:|partenaires?:|donors?:|funded by|financee? par|financiad[oa] por)\s+(?:the |la |el |le |l')?"
)
