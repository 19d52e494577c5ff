"""English inflection by rule: the lemmas a word may have, and whether two words share one.

It uses rules and a list of irregular words, no dictionary: it costs nothing to load and handles
words that no dictionary has (`weaponised`, `hypersonics`). A rule may give a lemma that is not a
word; that is harmless, since lemmas are only compared with the words of terms.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

_VOWEL = re.compile("[aeiouy]")
_SIBILANT = re.compile(r"(?:ch|sh|x|ss|zz|s|z|o)es$")
_PLURAL = re.compile(r"^..+(?<!s)s$")
_NO_PLURAL = frozenset("as bus gas has his its las pus this thus us was yes".split())
_PREFIX = re.compile(r"^(?:under|over|out|fore|mis|re|un|with|up)(?=[a-z]{3})")

PLURAL_ONLY = frozenset(
    """arms customs goods news economics politics physics ethics statistics mathematics logistics
    electronics series species means headquarters crossroads premises proceeds assets odds outskirts
    surroundings remains thanks always perhaps towards whereas besides""".split()
)
"""Words with another meaning than the same word without its -s."""

# lemma: its irregular forms. Written by hand; prefixes (undertake, withdraw) are removed by rule.
_IRREGULAR = """
be: am is are was were been being; have: has had; do: does did done; go: went gone goes; say: said
get: got gotten; make: made; know: knew known; think: thought; take: took taken; see: saw seen
come: came; give: gave given; find: found; tell: told; feel: felt; become: became; leave: left
mean: meant; keep: kept; begin: began begun; show: shown; hear: heard; run: ran; hold: held
bring: brought; write: wrote written; sit: sat; stand: stood; lose: lost; pay: paid; meet: met
lead: led; speak: spoke spoken; grow: grew grown; win: won; buy: bought; send: sent; build: built
fall: fell fallen; spend: spent; draw: drew drawn; break: broke broken; drive: drove driven
rise: rose risen; choose: chose chosen; seek: sought; deal: dealt; fight: fought; teach: taught
catch: caught; throw: threw thrown; fly: flew flown; steal: stole stolen; strike: struck stricken
sink: sank sunk; swear: swore sworn; forget: forgot forgotten; forbid: forbade forbidden
forgive: forgave forgiven; freeze: froze frozen; hide: hid hidden; bear: bore borne born
shoot: shot; sell: sold; lend: lent; bend: bent; bind: bound; wind: wound; grind: ground
lay: laid; lie: lay lain lying; die: dying; tie: tying; shake: shook shaken; tear: tore torn
wear: wore worn; weave: wove woven; wake: woke woken; arise: arose arisen; sing: sang sung
ring: rang rung; drink: drank drunk; swim: swam swum; spring: sprang sprung; shrink: shrank shrunk
stick: stuck; swing: swung; cling: clung; sting: stung; dig: dug; feed: fed; bleed: bled
breed: bred; speed: sped; flee: fled; creep: crept; sleep: slept; sweep: swept; weep: wept
leap: leapt; dream: dreamt; learn: learnt; burn: burnt; spell: spelt; spill: spilt; spoil: spoilt
light: lit; slide: slid; bite: bit bitten; eat: ate eaten; ride: rode ridden; blow: blew blown
spin: spun; string: strung; sew: sewn; sow: sown; swell: swollen; slay: slew slain
strive: strove striven; thrive: throve thriven; tread: trod trodden; undo: undid undone
dwell: dwelt; kneel: knelt; shed: shedding; cut: cutting; set: setting; put: putting; hit: hitting
man: men; woman: women; child: children; person: people; foot: feet; tooth: teeth; goose: geese
mouse: mice; ox: oxen; die: dice; penny: pence; life: lives; wife: wives; knife: knives
leaf: leaves; half: halves; shelf: shelves; self: selves; calf: calves; wolf: wolves
thief: thieves; loaf: loaves; hoof: hooves; scarf: scarves; wharf: wharves; staff: staves
crisis: crises; thesis: theses; hypothesis: hypotheses; synthesis: syntheses; analysis: analyses
basis: bases; axis: axes; oasis: oases; emphasis: emphases; parenthesis: parentheses
diagnosis: diagnoses; nemesis: nemeses; criterion: criteria; phenomenon: phenomena
datum: data; medium: media; memorandum: memoranda; referendum: referenda; bacterium: bacteria
curriculum: curricula; stratum: strata; spectrum: spectra; forum: fora; quantum: quanta
addendum: addenda; erratum: errata; symposium: symposia; consortium: consortia
moratorium: moratoria; millennium: millennia; equilibrium: equilibria; ultimatum: ultimata
stadium: stadia; index: indices; matrix: matrices; vertex: vertices; appendix: appendices
nucleus: nuclei; stimulus: stimuli; focus: foci; locus: loci; radius: radii; alumnus: alumni
syllabus: syllabi; fungus: fungi; virus: viruses; genus: genera; corpus: corpora; opus: opera
formula: formulae; alga: algae; larva: larvae; nebula: nebulae; antenna: antennae
bureau: bureaux; plateau: plateaux; tableau: tableaux; cherub: cherubim
quiz: quizzes; bus: buses; gas: gases; ally: allies
"""


@cache
def _irregular() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """(lemma by irregular form, irregular forms by lemma)."""
    forms: dict[str, tuple[str, ...]] = {}
    for entry in re.split(r"[;\n]", _IRREGULAR):
        if entry.strip():
            lemma, listed = entry.split(":")
            forms[lemma.strip()] = forms.get(lemma.strip(), ()) + tuple(listed.split())
    return {form: lemma for lemma, listed in forms.items() for form in listed}, forms


@lru_cache(maxsize=100_000)
def lemmas(word: str) -> frozenset[str]:
    """All lemmas that a lower-case `word` may have, including `word` itself."""
    found = {word}
    if not (word.isascii() and word.isalpha()):
        return frozenset(found)
    found |= _irregular_lemmas(word)
    if _looks_plural(word):
        found |= _singulars(word)
    for ending in ("ed", "ing"):
        bare = word.removesuffix(ending)
        if bare != word and len(bare) > 1 and _VOWEL.search(bare):
            found |= _bare_verbs(bare)
    return frozenset(found)


def _irregular_lemmas(word: str) -> set[str]:
    by_form = _irregular()[0]
    if word in by_form:
        return {by_form[word]}
    prefix = _PREFIX.match(word)
    if prefix and word[prefix.end() :] in by_form:
        return {prefix[0] + by_form[word[prefix.end() :]]}
    if word.endswith("men") and len(word) > 5:
        return {word[:-2] + "an"}
    return set()


def _looks_plural(word: str) -> bool:
    """Whether the word may be a plural in -s. `mous` and `gpus` may, so `virus` must pass too."""
    return bool(_PLURAL.match(word)) and word not in _NO_PLURAL


def _singulars(word: str) -> set[str]:
    found = {word[:-1]}
    if word.endswith("ies") and len(word) > 4:
        found = {word[:-3] + "y", word[:-1]}
    if _SIBILANT.search(word):
        found.add(word[:-2])
    return found


def _bare_verbs(bare: str) -> set[str]:
    """Verbs whose -ed or -ing form begins with `bare`: also with an -e, an -y or a single
    consonant."""
    found = {bare, bare + "e"}
    if len(bare) > 2 and bare[-1] == bare[-2]:
        found.add(bare[:-1])
    if bare.endswith("i"):
        found.add(bare[:-1] + "y")
    if bare.endswith("ck"):
        found.add(bare[:-1])
    return found


def same_word(one: str, other: str) -> bool:
    """Whether two lower-case words may be forms of one word."""
    return one == other or not lemmas(one).isdisjoint(lemmas(other))


LEXICAL = frozenset(
    """interesting interested building buildings meeting meetings being beings evening morning
    ceiling according regarding concerning during following united advanced limited supposed
    skilled aged sacred hundred indeed willing missing feeling feelings wedding ending opening
    understanding standing ruling briefing hearing heading finding findings setting settings
    earning earnings saving savings trading banking housing clothing shipping training
    engineering marketing accounting powered stated""".split()
)
"""Words in -ing and -ed with a meaning of their own, beyond that of the verb form."""


@lru_cache(maxsize=100_000)
def listed_lemmas(listed: str) -> tuple[str, ...]:
    """The lemmas under which a word of a term is indexed, so that its inflected forms find it."""
    if listed in PLURAL_ONLY or not listed.isalpha() or not listed.isascii():
        return (listed,)
    irregular = _irregular_lemmas(listed)
    if irregular:
        return tuple(sorted(irregular | {listed}))
    if _looks_plural(listed):
        itself = {listed} if listed.endswith(("is", "us")) else set()  # a crisis, or two APIs
        return tuple(sorted(_singulars(listed) | itself))
    return (listed,)


def beginnings(listed: str) -> frozenset[str]:
    """What every word begins with that `lemmas` leads to a lemma of a word of a term: the lemma,
    less a last e or y, and its irregular forms."""
    found = set()
    for lemma in listed_lemmas(listed):
        found.add(lemma[:-1] if len(lemma) > 1 and lemma[-1] in "ey" else lemma)
        found.update(_irregular()[1].get(lemma, ()))
        if lemma.endswith("an"):
            found.add(f"{lemma[:-2]}en")
        if prefix := _PREFIX.match(lemma):
            forms = _irregular()[1].get(lemma[prefix.end() :], ())
            found.update(prefix[0] + form for form in forms)
    return frozenset(found)


@lru_cache(maxsize=100_000)
def is_form_of(word: str, listed: str) -> bool:
    """Whether `word` is the `listed` word of a term or an inflected form of it, both lower case.

    The singular of a listed plural counts; `balance` is not a form of a listed `balancing`, nor
    `custom` of `customs`.
    """
    if word == listed or listed in lemmas(word):
        return word == listed or word not in PLURAL_ONLY | LEXICAL
    if listed in PLURAL_ONLY or listed.endswith(("ed", "ing")):
        return False
    if _looks_plural(listed) and word in _singulars(listed):
        return True
    return word in _irregular_lemmas(listed)
