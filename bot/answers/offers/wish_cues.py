"""Words by which a question about contributions is understood, in the three languages. Patterns over folded text."""

import re

from storage.words import ContributionKind, ContributionStatus


def _one_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_WHO = (
    r"(?:\b(?:who|whoever|anybody|anyone|somebody|someone|(?:which|what|how many|any|"
    r"all) (?:of the )?(?:other )?(?:entit(?:y|ies)|"
    r"agenc(?:y|ies)|organi[sz]ations?|panelli?sts?|partners)|qui|quel(?:le)?s? (?:sont les )?(?:entites?|"
    r"agences?|organisations?|organismes?|"
    r"panelistes?)|combien d[e']? ?(?:entites|agences|organisations|organismes)|quelqu'un|quien(?:es)?|alguien|"
    r"(?:que|cuales|cuantas|cuantos|cual|alguna) (?:son las |de las )?(?:entidad(?:es)?|agencias?|"
    r"organizaci(?:on|ones)|organismos?|panelistas?))\b)"
)
_SOMETHING = (
    r"(?:something|anything|contributions?|events?|publications?|projects?|activit(?:y|ies)|plans?|"
    r"quelque chose|des? \w+|un[ea]? \w+|algo|algun[oa]?s?|"
    r"evenements?|projets?|activites?|eventos?|publicaci(?:on|ones)|proyectos?|actividad(?:es)?)"
)
#: Says that contributions are meant.
CONTRIBUTIONS = _one_of(
    r"\bcontribu(?!tor|yent)\w+",
    r"\bnil (?:returns?|reports?)\b",
    r"\bnothing to report\b",
    r"\brien a (?:signaler|declarer)\b",
    r"\bnada que (?:informar|comunicar|reportar|senalar)\b",
    _WHO + r"(?:'s)? (?:else )?(?:has|have|had|having|got|offers?|plans?|a|ont|aurait|propose|proposent|"
    r"prevoit|prevoient|offre|tiene|tienen|ofrece|ofrecen|propone|proponen) (?:also |got |aussi |tambien )?"
    + _SOMETHING
    + r"(?: \w+)? (?:on|about|for|in|at|with|planned|sur|concernant|pour|a|en|avec|sobre|acerca|"
    r"para|con|de)\b",
    _WHO + r"(?:'s)? (?:(?:is|are|est|sont|esta|estan|else is|else) )?(?:en train de )?(?:working|works?|"
    r"doing something|does something|do something|travaille|travaillent|travailler|fait quelque chose|"
    r"font quelque chose|"
    r"trabajan?|trabajando|hace algo|hacen algo|haciendo algo) (?:on|about|for|in|sur|pour|en|sobre|con)\b",
    r"\bwhat (?:is|was|has been|have they|has everybody|did everybody|do (?:the )?entities|"
    r"are (?:the )?entities|have (?:the )?entities) (?:on offer|offered|offer|announced|plan|planning|"
    r"planned)\b(?= (?:by|from) |\W*$)",
    r"\b(?:offered|announced|planned|submitted|organi[sz]ed) by (?:the )?(?:entit|agenc|organi[sz]ation|"
    r"panelli?st|everybody|anybody|whom)",
    r"\b(?:entities|agencies|organi[sz]ations|panelli?sts) (?:\w+ )?(?:plan|planning|planned|offer|offering|offered|"
    r"doing|announced?|submitted)\b",
    r"\b(?:who is doing what|who does what|qui fait quoi|quien hace que)\b",
    r"\b(?:plans?|offers?|events|publications|projects|activities) (?:of|from|by) (?:the |all |"
    r"our )*(?:entities|agencies|organi[sz]ations|panelli?sts)",
    r"\b(?:evenements|publications|projets|activites) (?:des|de toutes les) (?:entites|agences|organisations)",
    r"\b(?:eventos|publicaciones|proyectos|actividades) de (?:las|todas las) (?:entidades|agencias|organizaciones)",
    r"\b(?:my|our|mes|nos|notre|mis|nuestr[oa]s?) (?:own )?(?:contributions?|drafts?|events?|publications?|"
    r"projects?|activit(?:y|ies)|brouillons?|evenements?|projets?|activites?|contribuci(?:on|ones)|borradores|"
    r"eventos?|proyectos?|actividades)\b",
    r"\b(?:have|did|are|had) we (?:\w+ )?(?:offered|offer|announced?|contribut\w+|submitted|submit|planned|"
    r"planning|organi[sz]ing|plan)\b",
    r"\b(?:avons-nous|a-t-on|hemos) (?:propose|offert|annonce|prevu|ofrecido|anunciado|previsto|propuesto|"
    r"planeado)\b",
)
#: Says that contributions may be meant, where the roadmap does not say it.
PERHAPS = _one_of(
    r"\b(?:which|what|how many|any) (?:of the )?(?:entities|agencies|organi[sz]ations)\b",
    r"\bquelles (?:entites|agences|organisations)\b",
    r"\b(?:que|cuales|cuantas) (?:entidades|agencias|organizaciones)\b",
    r"\b(?:offers?|offering|offered|apporte\w*|offre\w*|offert\w*|apports?|aport\w+|ofrec\w+|oferta)\b",
    _WHO + r"(?:'s| is| are| else is)? (?:organi[sz]\w*|plan\w*|publish\w*|prepar\w*|hold\w*|host\w*|prevoi\w*|"
    r"publi\w*|organiz\w*|celebr\w*)\b",
)
#: What entities do with what they offer.
DOES = _one_of(
    r"\bplan(?:s|ned|ning)?\b",
    r"\bdo(?:es|ing)?\b",
    r"\bup to\b",
    r"\b(?:anything|something|everything|what|quelque chose|tout|algo|"
    r"todo) (?:\w+ )?(?:from|by|of|de|du|par|por|del)\b",
    r"\bwork(?:s|ing)?\b",
    r"\borgani[sz]\w+",
    r"\bhold(?:s|ing)?\b",
    r"\bheld\b",
    r"\bhost\w*",
    r"\bpublish\w*",
    r"\bannounc\w+",
    r"\bpropos\w+",
    r"\bprepar\w+",
    r"\blaunch\w*",
    r"\boffer\w*",
    r"\bsubmit\w*",
    r"\b(?:has|have|got) (?:something|anything|any)\b",
    r"\bcom(?:es|ing) up\b",
    r"\bupcoming\b",
    r"\bnext\b",
    r"\bsay\b|\bsaid\b|\breport\w*\b",
    r"\bprevoi\w*",
    r"\bprevue?s?\b",
    r"\bfait\b",
    r"\bfont\b",
    r"\borganis\w+",
    r"\btient\b",
    r"\bpubli\w+",
    r"\bannonc\w+",
    r"\blanc\w+",
    r"\bcompte\b",
    r"\boffr\w+",
    r"\boffert\w*",
    r"\bprochaine?s?\b",
    r"\bprevist[oa]s?\b",
    r"\bplane\w+",
    r"\bplanific\w+",
    r"\bhac(?:e|en|iendo)\b",
    r"\borganiz\w+",
    r"\bcelebr\w+",
    r"\banunci\w+",
    r"\bpropon\w+",
    r"\bpropuest\w+",
    r"\blanza\w*",
    r"\bofrec\w+",
    r"\btienen?\b",
    r"\bproxim[oa]s?\b",
)
#: What of this says that something of their own is meant.
PLANS = _one_of(
    r"\bplan(?:s|ned|ning)?\b",
    r"\b(?:is|are|they|we) (?:\w+ ){0,4}?doing\b",
    r"\bup to\b",
    r"\bwork(?:s|ing) on\b",
    r"\bpropos\w+",
    r"\boffer\w*",
    r"\bprevoi\w*",
    r"\bprevue?s?\b",
    r"\bcompte\b",
    r"\boffr\w+",
    r"\bprevist[oa]s?\b",
    r"\bplane\w+",
    r"\bplanific\w+",
    r"\bpropon\w+",
    r"\bpropuest\w+",
    r"\bofrec\w+",
)
#: What happens, whoever does it.
HAPPENS = _one_of(
    r"\b(?:is|are|'s|was|were|be|been|anything|everything|something|all|events?|meetings?|activities|"
    r"publications?|projects?|what|workshops?|trainings?) (?:\w+ )?(?:planned|happening|scheduled|going on|on|"
    r"coming up|held|taking place|foreseen|due)\b",
    r"\b(?:happens?|takes? place|coming up)\b",
    r"\bcalendar\b",
    r"\b(?:what|which|any|how many|combien d[e']|cuant[oa]s) ?(?:\w+ )?(?:events|activities|publications|"
    r"projects|workshops|trainings|seminars|evenements|activites|projets|eventos|actividades|publicaciones|"
    r"proyectos)\b",
    r"\bprevue?s?\b",
    r"\bse (?:passe|tient|tiennent|deroule)\b",
    r"\by a-t-il\b|\bil y a\b",
    r"\bau programme\b",
    r"\bquel(?:le)?s (?:evenements|activites|publications|projets|ateliers)\b",
    r"\bont? lieu\b|\baur(?:a|ont) lieu\b|\ba lieu\b",
    r"\bprevist[oa]s?\b",
    r"\bque (?:hay|pasa|ocurre|habra|se (?:hace|celebra))\b",
    r"\bprogramad[oa]s?\b",
    r"\bplanead[oa]s?\b|\bplanificad[oa]s?\b",
    r"\b(?:que|cuales) (?:\w+ )?(?:eventos|actividades|publicaciones|proyectos|talleres)\b",
    r"\btienen? lugar\b|\btendra\w* lugar\b",
)
#: A question about when contributions are due is about the deadline, not about what was offered.
DUE = _one_of(
    r"\bdeadlines?\b",
    r"\bdue\b",
    r"\bby when\b",
    r"\buntil when\b",
    r"\bhow (?:do|can|should|to)\b",
    r"\bwhere (?:do|can|should) (?:i|we)\b",
    r"\bdate limite\b",
    r"\becheance\b",
    r"\bjusqu'a (?:quand|quelle)\b",
    r"\bcomment\b",
    r"\bplazo\b",
    r"\bhasta (?:cuando|que)\b",
    r"\bfecha limite\b",
    r"\bcomo (?:puedo|podemos|se)\b",
)
NIL = _one_of(
    r"\bnil (?:returns?|reports?)\b",
    r"\bnothing to report\b",
    r"\brien a (?:signaler|declarer)\b",
    r"\bnada que (?:informar|comunicar|reportar|senalar)\b",
)
_ANSWERED = (
    r"(?:contribu\w*|answer\w*|repl(?:y|ied)\w*|respon\w*|report\w*|submit\w*|sent|send|said anything|"
    r"given anything|offered|repondu|reponse|envoye|propose|"
    r"signale|respondido|respuesta|contestado|enviado|comunicado|ofrecido|aportado)"
)
SILENT = _one_of(
    _WHO + r".{0,30}\b(?:not|hasn't|haven't|didn't|never|yet to|nothing)\b.{0,30}\b" + _ANSWERED + r"\b",
    _WHO + r".{0,20}(?:\bn'|\bne ).{0,12}\b(?:pas|rien|jamais)\b.{0,30}\b" + _ANSWERED + r"\b",
    _WHO + r".{0,12}\b(?:no|nunca|sin|nada)\b.{0,30}\b" + _ANSWERED + r"\b",
    _WHO + r" (?:is|are|est|sont|esta|estan) (?:still |encore |aun |todavia )?(?:silent|missing|silencieux|"
    r"silencieuses?|muets?|en silencio|callad[oa]s?)\b",
    r"\bsilent (?:entit|agenc|organi)",
    r"\bentites? silencieuses?\b",
    r"\bentidades? (?:en silencio|silenciosas?)\b",
)
ASKS_WHO = re.compile(r"^\W*(?:and |et |y |but |mais |pero )?" + _WHO)
#: Who plainly speaks for himself.
OURS = re.compile(
    r"\b(?:my|our|mes|nos|notre|mon|mis?|nuestr[oa]s?) (?:own )?(?:contribu|draft|event|publica|project|activit|"
    r"brouillon|evenement|projet|borrador|evento|proyecto|actividad)"
    r"|\bwe (?:have |are |had |did |already |been )*(?:contribut|offer|announc|submit|plan|organi[sz]ing)"
    r"|\b(?:from|by) us\b|\b(?:avons-nous|nous avons|a-t-on|hemos) (?:deja |ya )?(?:contribu|propos|offert|annonc|"
    r"prevu|ofrec|anunci|previst|propuest|plane)"
)
WITH = re.compile(r"\b(?:with|avec|con|junto con|partners?|partenaires?|soci[oa]s?)\s+(?:the |la |le |l'|el )?$")
COMING = re.compile(
    r"\b(?:upcoming|coming up|still to come|next|future|prochaine?s?|a venir|proxim[oa]s?|"
    r"por venir)\b(?! (?:week|month|year|quarter|semaine|mois|annee|semana|mes|ano))"
)
KIND_NOUNS: tuple[tuple[ContributionKind, re.Pattern[str]], ...] = (
    (ContributionKind.EVENT, re.compile(r"\b(?:events?|evenements?|eventos?)\b")),
    (ContributionKind.PUBLICATION, re.compile(r"\b(?:publications?|publicaci(?:on|ones))\b")),
    (ContributionKind.PROJECT, re.compile(r"\b(?:projects?|projets?|proyectos?)\b")),
    (ContributionKind.ACTIVITY, re.compile(r"\b(?:activit(?:y|ies)|activites?|actividad(?:es)?)\b")),
)
PUBLISHES = re.compile(
    r"\bpublish(?:es|ed|ing)?\b|\bpubli(?:e|ent|er|era|eront|ee?s?)\b|\bpublica(?:n|r|ra|"
    r"ran|do|ndo)?\b|\bpublico\b"
)
#: Behind these stands what something is about.
TOPIC = re.compile(r"\b(?:on|(?<!what )(?<!how )about|regarding|concerning|sur|concernant|sobre|acerca de)\b")
STATUSES: tuple[tuple[ContributionStatus, re.Pattern[str]], ...] = (
    (
        ContributionStatus.CANCELLED,
        re.compile(
            r"\bcancell?ed\b|\bannulee?s?\b|\bcancelad[oa]s?\b|"
            r"\banulad[oa]s?\b"
        ),
    ),
    (
        ContributionStatus.TENTATIVE,
        re.compile(
            r"\btentative\b|\bprovisional\b|\bto be confirmed\b|\btbc\b|\b(?:un|not (?:yet )?)confirmed\b|"
            r"\bprovisoires?\b|\ba confirmer\b|"
            r"\bprovisionale?s?\b|\bpor confirmar\b"
        ),
    ),
    (ContributionStatus.CONFIRMED, re.compile(r"\bconfirmed\b|\bconfirmee?s?\b|\bconfirmad[oa]s?\b")),
    (
        ContributionStatus.DONE,
        re.compile(
            r"\balready (?:done|held|over|published|launched|finished|took place)\b|\b(?:is|are|been) done\b|"
            r"\bdeja (?:fait|eu lieu|publie|termine)\w*|"
            r"\bya (?:hech|celebrad|publicad|terminad)\w+"
        ),
    ),
)
#: Words with which contributions are asked for and that say nothing of what they are about.
UNDATED = re.compile(
    r"\b(?:without (?:a |any )?dates?|(?:have|has|with) no dates?(?: yet)?|no dates? yet|undated|sans dates?|"
    r"pas (?:encore )?de dates?|sin fechas?)\b"
)
FRAME = re.compile(
    r"\b(?:"
    + "|".join(
        [
            r"contribu\w+",
            r"offer\w*",
            r"offr\w+",
            r"offert\w*",
            r"ofrec\w+",
            r"aport\w+",
            r"apport\w*",
            r"plan(?:s|ned|ning)?",
            r"planific\w+",
            r"plane\w+",
            r"announc\w+",
            r"annonc\w+",
            r"anunci\w+",
            r"entit(?:y|ies)",
            r"entites?",
            r"entidad(?:es)?",
            r"agenc(?:y|ies)",
            r"agences?",
            r"agencias?",
            r"organi[sz]\w+",
            r"organismes?",
            r"organismos?",
            r"panelli?sts?",
            r"panelistes?",
            r"panelistas?",
            r"somebody|someone|anybody|anyone|everybody|everyone|something|anything|everything|nothing|things?|"
            r"stuff|else|offering",
            r"quelque chose|quelqu'un|rien|tout|algo|alguien|nada|todo",
            r"nil (?:returns?|reports?)|nothing to report|sobre|avoir",
            r"propos\w+",
            r"propon\w+",
            r"propuest\w+",
            r"prepar\w+",
            r"work(?:s|ing)?",
            r"travaill\w+",
            r"trabaj\w+",
            r"hold(?:s|ing)?|held",
            r"host\w*",
            r"publish\w*",
            r"publi(?:e|ent|er|ee?s?)|publica|publican|publicado|publicar",
            r"launch\w*",
            r"lanc\w+|lanza\w*",
            r"submit\w*",
            r"sen[dt]|sending",
            r"prevoi\w*",
            r"prev[iu]\w+|previst[oa]s?",
            r"programme?d?|programad[oa]s?",
            r"schedul\w+",
            r"happen\w*",
            r"tak(?:e|es|ing) place|took place",
            r"coming|upcoming|next|future",
            r"prochaine?s?|proxim[oa]s?|venir",
            r"calendar|calendrier|calendario",
            r"status|statut|estado",
            r"compte|comptent",
            r"so far|until now|jusqu'ici|hasta ahora|up to|due|doing|does|yet",
            r"my|our|ours|us|mes|nos|notre|nous|mis|nuestr[oa]s?|nosotr[oa]s",
            r"drafts?(?= |\W*$)(?=.{0,12}$)|brouillons?|borrador(?:es)?",
            r"with|avec|con|partners?|partenaires?|soci[oa]s?",
            r"many|number|count|nombre|numero",
            r"list|liste|lista|show|tell|give|name|dis|montre|donne|muestra|dime|cuales|fait|font|faire|"
            r"haciendo|hacen?",
            r"panel|panels|workstreams?|milestones?|roadmap|items?|entries|total|altogether|all",
            r"place|time|date|dates|venue|city|country|lieu|ville|pays|lugar|ciudad|pais|fecha",
            r"related|relating|about|regarding|concerning|concernant|acerca|topic|theme|subject|field|area|"
            r"domaine|ambito|tema|sujet",
        ]
    )
    + r")\b"
)
