"""What a reply wants that offers nothing: words of refusal, of thanks, of delay, and questions."""

import datetime as dt
import re

from bot.contributions.reading.marks import CANCELLED
from bot.contributions.reading.values import Intent
from bot.text.period_grammar import find_periods, fold

_NOTHING = re.compile(
    r"\bnil\b(?: return| report)?|\bnothing (?:to (?:report|add|declare|contribute|share|submit|announce|flag|send)"
    r"|new|else|(?:planned )?(?:from|on|at) (?:us|our|my|this)|planned|for (?:now|this|the moment)|this (?:time|round"
    r"|month|quarter))\b"
    r"|\b(?:no|not any|any|zero) (?:new |further |other |planned |relevant )?(?:contributions?|updates?|events?"
    r"|activities|inputs?|news|changes|publications?|items?|plans)(?: or \w+)?(?: (?:to (?:report|share|add|submit"
    r"|announce)|planned|from|on|at|this|for|in|so far)\b|\W*$)"
    r"|\b(?:don't|do not|doesn't|does not|didn't) have (?:any(?:thing)?|events|contributions|activities)\b"
    r"|\bnone (?:from|for|on|this|to report|at)\b|^\W*(?:none|n/?a|nada|rien|nothing|aucune?)\W*$|\bhave nothing\b"
    r"|\bhas nothing\b"
    r"|\brien (?:a (?:signaler|declarer|ajouter|rapporter|communiquer|annoncer)|de (?:nouveau|notre cote|prevu|neuf"
    r"|special)|pour (?:nous|l'instant|le moment|cette))|\bneant\b|\b(?:aucune?|pas de) (?:contributions?|activites?"
    r"|evenements?|nouveautes?|nouvelles?|publications?)\b|\bras\b"
    r"|\bnada (?:que (?:informar|comunicar|reportar|anadir|declarar|agregar|senalar|compartir)|nuevo|por (?:nuestra"
    r"|mi) parte|por ahora|previsto)|\bsin (?:novedades?|novedad|aportes|contribuciones|actividades|cambios)\b"
    r"|\b(?:ningun[oa]?s?|no (?:hay|tenemos)(?: ningun[oa]?)?) (?:contribuci\w+|actividad\w*|evento\w*|novedad\w*"
    r"|aporte\w*|publicaci\w+)|\bno (?:hay|tenemos) nada\b"
)
_DECLINE = re.compile(
    r"\b(?:will|can|do|does|would|shall|are|is|am|'m|'re)(?: not|n't)(?: be)? (?:(?:able to |going to "
    r"|in a position to )?(?:contribut\w+|participat\w+|tak(?:e|ing) part|join\w*|report\w*"
    r"|provid\w+ (?:any )?input\w*|speak\w*)|on (?:this|the) panel|involved|responsible|in charge|the (?:right|focal))"
    r"|\bwon't (?:be )?(?:contribut\w+|participat\w+|tak(?:e|ing) part|join\w*)|\bcannot (?:contribut\w+"
    r"|participat\w+|take part|join)|\bunable to (?:contribut\w+|participat\w+|take part)"
    r"|\bnot (?:the right (?:person|contact|address|one)|me\b|my (?:area|job|file|portfolio|responsibility|desk|unit)"
    r"|our (?:area|mandate|panel)|for (?:me|us)\b|(?:working|dealing) (?:on|with) this|the (?:right "
    r"|best )?(?:focal point|contact)|involved)"
    r"|\bno longer (?:the focal point|work\w*|with|in charge|at|responsible|cover\w*|deal\w*|on this|my)|\b(?:have "
    r"|'ve |i )(?:left|moved (?:on|to)|changed (?:jobs?|posts?|units?)|handed (?:this )?over)\b|\bleft (?:the "
    r"|my )?(?:unit|office|organi[sz]ation|team|post)\b"
    r"|\bwrong (?:person|contact|address|number)\b|\bwe (?:decline|pass|opt out)\b|\b(?:have|has) to (?:decline"
    r"|pass)\b|\b(?:i|we)(?:'ll| will)? pass\b|\bplease (?:ask|contact|write to|check with|talk to|reach out to"
    r"|address|redirect|forward)\b(?! me)|\b(?:ask|contact|try) (?:my|our|<@|@?[a-z]+ instead)|\b(?:is"
    r"|are) (?:now )?the (?:new |right )?(?:focal point|contact|person)\b"
    r"|\bopt(?:ing)? out\b|\bcount us out\b|\btake (?:me|us) off\b|^\W*(?:please )?ask (?!me\b|us\b|for\b|again\b"
    r"|later\b|the\b|about\b)[a-z]+\W*$|\bnot taking part\b|\bunsubscribe\b|\bstop (?:sending|messaging"
    r"|writing)\b|\bi(?:'m| am) retired\b|\bretired\b"
    r"|\bne (?:participer|contribuer|pren\w+|pourr\w+|peux|peut|suis|sommes|souhait\w+)\w* (?:pas|plus)\b"
    r"|\bpas (?:la bonne personne|moi|de mon ressort|concerne\w*|le bon (?:contact|interlocuteur))"
    r"|\bje ne suis (?:plus|pas)\b|\bveuillez (?:contacter|vous adresser|ecrire)|\badressez-vous\b|\bdemandez a\b"
    r"|\ba quitte\b|\bj'ai quitte\b"
    r"|\bno (?:participaremos|participara|vamos a (?:participar|contribuir)|contribuiremos|contribuira"
    r"|soy (?:la persona|yo|el|quien)|podemos participar|podremos participar|me corresponde|nos corresponde"
    r"|estamos en condiciones)|\bya no (?:soy|trabajo|estoy|me)|\b(?:escriban|escriba|pregunten|consulten|contacten"
    r"|dirijanse|dirigirse|contactar|preguntar) a\b|\bpersona equivocada\b"
)
_SNOOZE = re.compile(
    r"\bnot (?:now|today|yet|this week|right now)\b|^\W*(?:later|tomorrow|soon|next week|next month|in (?:a|an|one"
    r"|two|three|a few|\d+) (?:days?|weeks?|hours?)|on (?:mon|tues|wednes|thurs|fri)day)\b[^?]{0,30}$"
    r"|\b(?:re)?mind (?:me|us)\b|\bping (?:me|us)\b|\bnudge\b|\bask (?:me|us) (?:again|later|next|on|in)\b"
    r"|\btry (?:me |us )?again\b|\bcheck back\b"
    r"|\b(?:get|come|be|getting|coming|revert|circle) back\b|\b(?:i|we)(?:'ll| will| shall| can|'m going to"
    r"| am going to)?(?: have to| need to)? revert\b|\bneed (?:some |a (?:bit|little) |a few |more |another |until "
    r"|till |two |three |one )?(?:more )?(?:time|weeks?|days?|monday|next)|\b(?:give|allow) (?:me|us) (?:a|some|until"
    r"|till|more|another|one|two|three|\d)"
    r"|\b(?:i|we)(?:'ll| will| shall| can| should| hope to| plan to| am going to)? (?:only )?(?:send|reply|respond"
    r"|answer|do|fill|complete|submit|share|write|provide|look|deal|let you know|have (?:it|this|them|something)"
    r"|know)\b(?=.*\b(?:later|soon|tomorrow|next|by|on|in|after|when|once|monday|tuesday|wednesday|thursday|friday"
    r"|week|day|tonight|afternoon|shortly|asap|end of|then)\b)|\bwill (?:reply|respond|send|answer|do|revert|submit"
    r"|follow up)\b"
    r"|\bby (?:the )?end of (?:the |this |next )?(?:week|day|month)\W*$|\bin a meeting\b|\bin meetings\b"
    r"|\bon (?:leave|mission|holiday|vacation|annual leave)\b|\bout of (?:the )?office\b|\bbusy\b|\bswamped\b"
    r"|\bstill (?:waiting|collecting|consulting|checking|working on)|\bwaiting for\b|\bextension\b|\bmore time\b"
    r"|\brevert (?:to you |back )?(?:by|on|next|soon|tomorrow|later|asap|in)\b|\blet me (?:first )?(?:check|ask"
    r"|consult|see|confirm|verify)\b"
    r"|\bsnooze\b|\bpostpone (?:this|the reminder|my)|\bbear with\b|\bpatience\b|\bhold on\b|\bstand by\b"
    r"|\bone moment\b"
    r"|\bplus tard\b|\bpas (?:maintenant|encore|aujourd'hui|le temps)\b|\brappel(?:ez|le|er|lez)\b|\bje (?:reviens"
    r"|vous reviens|reviendrai|vous (?:reponds|ecris|envoie|recontacte|repondrai|enverrai)|reponds|repondrai"
    r"|(?:l')?envoie|vous (?:l')?envoie\w*)|\bnous (?:vous )?(?:reviendrons|repondrons|enverrons|revenons)"
    r"|\b(?:la semaine|le mois) prochaine?\W*$|^\W*demain\b|\ben (?:conge|mission|reunion)\b|\bun peu de temps\b"
    r"|\bdelai\b"
    r"|\bmas (?:tarde|adelante|tiempo)\b|\bahora no\b|\btodavia no\b|\baun no\b|\brecuerd\w+|\brecordar\w*|\b(?:les"
    r"|le|te|os) (?:escrib\w+|respond\w+|envi\w+|mand\w+|contest\w+|confirm\w+|avis\w+)|\bla (?:proxima semana"
    r"|semana que viene|semana proxima)\W*$|^\W*manana\b|\bde (?:vacaciones|licencia|mision|viaje)\b|\b(?:responder"
    r"|enviar|contestar)(?:e|emos)\b|\ben una reunion\b"
)
_THANKS = re.compile(
    r"^\W*(?:(?:hi|hello|dear|bonjour|hola)\b[^.!?]{0,30}[,!]\s*)?(?:(?:ok(?:ay)?|great|perfect|parfait|perfecto"
    r"|super|excellent|noted|got it|well received|received|wonderful|cool|good|fine|sure|will do|understood|bien|vale"
    r"|listo|de acuerdo|entendido|d'accord|entendu|tres bien|muy bien|done|yes|oui|si|sounds good|all good|clear"
    r"|cheers|ta|tks|tnx|thx|ty|recu|recibido|genial|appreciated|much appreciated)\W+)*"
    r"(?:(?:many|a million|a thousand|a lot of|lots of|so many|with) )?(?:thanks?(?: you)?|thx|tks|tnx|thank u|noted"
    r"|merci|mille mercis|gracias|muchas gracias|mil gracias|muchisimas gracias|well received|bien recu|bien note"
    r"|recibido|tomo nota|ok(?:ay)?|got it|great|perfect|parfait|perfecto|cheers|much appreciated|appreciated"
    r"|appreciate\w*|understood|received|je vous remercie|nous vous remercions|le agradezco|les agradezco|agradezco"
    r"|agradecid[oa]s?|sounds good|super|excellent|vale|listo|de acuerdo|entendido|d'accord|entendu|recu)\b"
)
_THANKED = re.compile(r"\b(?:thanks|thank you|thx|merci|gracias|appreciate|grateful)\b")
_QUESTION_START = re.compile(
    r"^\W*(?:(?:(?:hi|hello|hey|dear|bonjour|hola|sorry|thanks|thank you|merci|gracias|one (?:quick )?question"
    r"|quick question|question|by the way|btw|also|and|so|but|ok|just (?:checking|wondering)|excuse me|estimad[oa]s"
    r"|buen(?:os|as) \w+)\b[^?.!]{0,40}?[,:!.–-]+\s*)|(?:and|but|so|also|et|y|pero|mais|perdon|disculpen?"
    r"|pardon)\s+){0,2}¿?"
    r"(?:should|shall|did|do|does|don't|doesn't|can|could|may|is|are|isn't|aren't|was|were|will|would|have|has|must"
    r"|what|what's|when|when's|where|where's|who|who's|whom|whose|which|why|how|any (?:news|chance|update|idea)|am i"
    r"|est-ce|quel\w*|quand|ou (?:est|se|puis|faut|sont|dois)|qui (?:est|doit|sont|peut)|comment|pourquoi|combien"
    r"|qu'est|puis-je|pouvez|peut-on|peut|faut-il|dois-je|doit-on|avez|y a-t-il|est-il|sera-t-il"
    r"|que (?:es|hay|tipo|debo|formato|fecha|plazo|pasa|tengo|informacion|significa|documentos?)|cual\w*|cuando|donde"
    r"|quien\w*|como (?:puedo|se|debo|lo|hago)|cuant\w+|puede\w*|puedo|podemos|podria\w*|hay (?:que|algun|plazo|un)"
    r"|se (?:puede|debe|pueden|deben)|es (?:posible|necesario|correcto)|tengo que|tenemos que|debo|debemos|wondering"
    r"|could you)\b"
)
_WH = re.compile(
    r"^\W*(?:(?:hi|hello|dear|sorry|thanks|ok|and|but)\b[^?.!]{0,20}?[,:!]\s*)?¿?(?:what|when|where|who|whom|which"
    r"|why|how|do you need|do we|do i|should (?:i|we)|can (?:i|we|you)|could (?:i|we|you)|is it|is there|are there"
    r"|are we|quand|comment|pourquoi|combien|cuando|donde|cual|cuanto|cuantos)\b"
)
_ADD = re.compile(
    r"^\W*(?:(?:hi|hello|dear|hey|thanks|bonjour|hola)\b[^?.!]{0,30}?[,:!]\s*)?¿?(?:(?:can|could|would|will"
    r"|may) (?:you|we|i)(?: please| pls| kindly| also| still)?|pouvez-vous|peut-on|podrian?|pueden"
    r"|puede)\s*(?:please |pls |also )?(?:add|include|note|list|put|register|record|insert|ajouter|inclure|noter"
    r"|anadir|agregar|incluir)\b"
)
_UNDATED_ADD = re.compile(
    r"\b(?:an? (?:event|activity|publication|item|contribution)|events|publications|activities|items|something|it"
    r"|this|that|them)\b(?:\s|$)"
)
#: A thing is told, but it is not offered: somebody goes there, or it is others'.
_NOT_OFFERED = re.compile(
    r"\b(?:(?:will|shall|would|to|we|i|can|only|just|also|am|are|is|and|'ll|'m|'re)\s+(?:be\s+|only\s+|just\s+"
    r"|also\s+|not\s+|going to\s+)?(?:attend(?:ing|ed)?|participat(?:e|ed|ing) (?:in|at)|tak(?:e|ing) part in"
    r"|speak(?:ing)? (?:at|in)|join(?:ing)?(?: the| you)|go(?:ing)? to (?:the|a|an|geneva|new york)|visit(?:ing)?"
    r"|travel+(?:ing)?)"
    r"|attended|(?:^\W*|\b(?:i|we)(?: all| both)?(?: |'))(?:will|'?ll|shall) (?:both |all )?be (?:at|in|there|on|away"
    r"|back|out|absent|abroad|travel+ing)|\b(?:i|we) (?:was|were|have been|went) (?:at|in|to)\b|\bsent (?:you|the|our"
    r"|it|them|my|in)\b|\balready (?:sent|reported|submitted|shared|told)|^\W*(?:please |pls |kindly |can you "
    r"|could you )?(?:withdraw|remove|delete|take (?:out|off)|strike|drop)|(?:i|we)(?:'m| am|'re"
    r"| are)? (?:currently )?(?:in|at|away|back|travel+ing|on mission|on leave|out) (?!the process|charge)|invited to"
    r"|invitation to|register(?:ed)? (?:for|to)|registered for|my (?:flight|train|leave|visa|ticket|hotel|travel"
    r"|email|e-mail|mail|mission|boss)|meetings? (?:all|the whole|until|till)|flights?\b"
    r"|hotel booking|visa\b|per diem|on leave|out of office|annual leave"
    r"|looking forward|good luck|best wishes for|"
    r"see you (?:at|in|there|on)|(?:is|are|was|were) (?:not ours|not organi[sz]ed by us|theirs|someone else's"
    r"|organi[sz]ed by others|run by others|their event|an? \w+ event)|not ours\b|not our (?:event|meeting|own)"
    r"|belongs? to|don't (?:list|count|include|add)|do not (?:list|count|include|add|put)|no need to (?:list|add"
    r"|include)|heard (?:that|about|of)|saw that|read about|congratulat\w+|happy (?!to\b)|enjoyed|great (?:event"
    r"|meeting|session|workshop|conference)\b|"
    r"ignore (?:all|any|previous|the)|delete (?:the|all|every)|remove (?:the|all|our|it|this)|drop table"
    r"|mark (?:every|all|the)|system prompt|previous instructions|you are (?:now|an?)\b|(?:is|was) (?:wrong|mistaken"
    r"|a typo)|the (?:deadline|reminder|form|matrix|list|calendar|panel|call) (?:is|was|closes|says|says that)"
    r"|your (?:reminder|message|mail|email|bot|deadline|panel|form|list)\b|as (?:you know|agreed|discussed)|"
    r"(?:nous|je) (?:participer\w*|assister\w*|serons|serai|participons|assistons)\b|participerai|assisterons"
    r"|j'assisterai|je serai|nous serons|mon vol|mon train|en conge|ne l'organisons pas|n'est pas (?:le |la )?notre|"
    r"(?:participaremos|asistiremos|asistire|participare|estaremos|estare|voy a|vamos a asistir|mi vuelo"
    r"|de vacaciones|no es nuestr[oa]|no lo organizamos|asistimos|asisti))\b"
)
_NOT_OURS = re.compile(
    r"\bnot (?:ours|our (?:own )?(?:event|meeting|project|report|workshop|conference))\b|\bn'est pas (?:le "
    r"|la )?notre|\bno es nuestr[oa]\b"
)
_OFFERED = re.compile(
    r"\b(?:we|nous|i|our|notre|nuestr[oa])\b[^.;]{0,40}\b(?:host|hold|organi[sz]e|launch|publish|convene|organisons"
    r"|publions|lancons|organizamos|publicamos|celebramos)\w*\b|\b(?:please|pls|kindly|can you|could you) (?:add|note"
    r"|include|register|list)\b"
)
#: What somebody will do is to answer, and that is no thing.
_WILL_ANSWER = re.compile(
    r"\b(?:get|come|circle) back to (?:you|this)"
    r"|\b(?:i|we)(?:'ll| will| shall) (?:reply|respond|answer|revert|follow up)\b"
    r"|\bje (?:vous )?(?:(?:l')?(?:reponds|reviens|repondrai|reviendrai|recontacte|ecris|ecrirai))\b"
    r"|\bnous (?:vous )?(?:repondrons|reviendrons|repondons|revenons)\b"
    r"|\b(?:les|le|te|os) (?:respond|contest|escrib)\w+"
)
#: A question, but what it asks for is time.
_ASKS_FOR_TIME = re.compile(
    r"\b(?:remind|ping|nudge|ask) (?:me|us)\b|\b(?:me|nous) (?:rappeler|relancer|recontacter)\b"
    r"|\brecord(?:ar|ad)(?:me|nos)\b"
    r"|\b(?:me|nos) (?:recuerda|recuerde|recordar\w*)\b"
)
_MENTION = re.compile(r"<@([UW][A-Z0-9]{2,20})(?:\|[^<>]{0,80})?>")
_NAME = r"(?P<name>[A-ZÀ-ÖØ-Þ][\w'’.-]+(?: (?:de |del |da |van |von )?[A-ZÀ-ÖØ-Þ][\w'’-]+){0,3})"
_INSTEAD = re.compile(
    r"(?:[Aa]sk|[Cc]ontact|[Tt]ry|[Ww]rite to|[Cc]heck with|[Tt]alk to|[Rr]each out to|[Ff]orward(?: this| it)? to"
    r"|[Aa]ddress(?: this)? to|[Rr]edirect(?: this| it)? to|[Ss]peak to|[Cc]ontacter|[Aa]dressez-vous à|[Dd]emandez à"
    r"|[Éé]crire à|[Ee]scriban? a|[Pp]regunten? a|[Cc]onsulten? (?:a|con)|[Cc]ontacten? a|[Cc]ontactar a"
    r"|[Dd]iríjanse a|[Vv]oyez avec|[Hh]abl(?:en|ar) con|[Hh]anded (?:this )?over to)\s+"
    rf"(?:@|my (?:colleague|successor|boss)\s+|our (?:colleague|focal point)\s+|ma collègue\s+|mon collègue\s+"
    rf"|mi colega\s+|(?:la|el) colega\s+|(?:Ms|Mr|Mrs|Dr|Mme|M|Sra|Sr)\.? )*{_NAME}"
)
_IS_NOW = re.compile(
    rf"{_NAME} (?:is|will be|has become|est|es|sera|será) (?:now |the |our |désormais |ahora |la |le |el |new |nueva "
    rf"|nuevo |right |nouvelle |nouveau )*(?:the )?(?:focal point|contact|person|point focal|punto focal"
    rf"|interlocut\w+|contacto)"
)


def sentences_in(text: str) -> list[str]:
    """The sentences of a text, roughly: what question marks, full stops and line breaks end."""
    return [part for part in re.split(r"(?<=[.?!])\s+|\n", text) if part.strip()]


def is_question(sentence: str) -> bool:
    """Whether a sentence asks something of the reader, and does not ask to put something into the calendar."""
    folded = fold(sentence[:600]).strip()
    if not _QUESTION_START.match(folded):
        return False
    return asks_to_add(sentence) is False and (
        folded.rstrip(" )\"'»").endswith("?")
        or _WH.match(folded) is not None
        or ("?" in folded and not re.search(r"\?.{12,}", folded))
    )


def asks_to_add(sentence: str) -> bool:
    """Whether a sentence asks to add something that it names."""
    folded = fold(sentence[:600])
    match = _ADD.match(folded)
    return (
        match is not None
        and _UNDATED_ADD.match(folded[match.end() :].lstrip()) is None
        and not re.search(r"\bstill\b", match[0])
    )


def is_not_offered(folded: str) -> bool:
    """Whether what a piece tells is somebody's travel, others' meeting, or an order to the reader."""
    if _NOT_OURS.search(folded) or (_WILL_ANSWER.search(folded) and _OFFERED.search(folded) is None):
        return True
    return _NOT_OFFERED.search(folded) is not None and _OFFERED.search(folded) is None


def intent_of(text: str, *, told: bool) -> Intent:
    """What a text without a contribution wants. ``told`` where it called something off."""
    folded = re.sub(r"\s+", " ", fold(text[:2_000])).strip()
    asked = any(is_question(sentence) for sentence in sentences_in(text[:2_000]))
    if _NOTHING.search(folded) and not asked:
        return Intent.NOTHING_TO_REPORT
    if asked:
        return Intent.SNOOZE if _ASKS_FOR_TIME.search(folded) else Intent.QUESTION
    if told or CANCELLED.search(folded):
        return Intent.DECLINE if _DECLINE.search(folded) and not told else Intent.OTHER
    if _DECLINE.search(folded):
        return Intent.DECLINE
    if _SNOOZE.search(folded):
        return Intent.SNOOZE
    if _THANKS.match(folded) or (_THANKED.search(folded) and len(folded) < 160):
        return Intent.THANKS
    return Intent.QUESTION if folded.rstrip(" )").endswith("?") and len(folded) > 2 else Intent.OTHER


def until_of(text: str, as_of: dt.date) -> dt.date | None:
    """The first day of what somebody names who asks for time: "next week" is its Monday."""
    days = [
        one.period.start if one.period.start and one.period.start > as_of else one.period.end
        for one in find_periods(text[:2_000], as_of)
    ]
    return next((day for day in days if day and day > as_of), None)


def instead_of(raw: str, text: str) -> str | None:
    """Whom somebody names who declines: the mention, or the name as typed."""
    mention = _MENTION.search(raw[:2_000])
    if mention:
        return mention[0]
    name = _INSTEAD.search(text[:2_000]) or _IS_NOW.search(text[:2_000])
    return name["name"].rstrip(".") if name else None
