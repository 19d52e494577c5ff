### The words of the desk in English. Each id stands in every catalogue of this folder.

## The bar and what every view has

glossary = Glossary
skip = Skip to content
views = Views
view-look-up = Look up
view-review = Review
view-recognise = Terms in a text
view-check = Check
view-lint = Words of another region
view-memory = Memory
view-documents = Documents
view-document = Document
view-import = Import
view-export = Export
view-overview = Overview
view-wanted = Wanted terms
view-conflicts = Conflicts of imports
view-jobs = Jobs
view-history = History
view-hooks = Hooks
view-new-entry = New entry
view-propose = Propose a term
view-entry = Entry
my-chinese = My Chinese
chinese-all = all alike
settings = Settings
your-name = Your name, stored with what you do
interface-language = Language of this page
as-browser = as the browser has it
theme = Light or dark
theme-system = as the system has it
theme-light = light
theme-dark = dark
api-docs = The API
loading = Loading …
more = More
undo = Undo
copy = Copy
copied = Copied: { $text }
proof = proof
source = Source:
subject = Subject
language = Language
no-such-page = There is no such page.
view-broke = Something went wrong in this view; what is stored is not touched.
not-loaded = A part of this page could not be loaded.

## Languages, regions, statuses, types

language-en = English
language-zh = Chinese
tag-en = English
tag-en-US = English (US)
tag-en-GB = English (UK)
tag-zh = Chinese
tag-zh-Hant = Traditional
tag-zh-Hans = Simplified
tag-zh-Hant-TW = Taiwan
tag-zh-Hans-CN = Mainland
tag-zh-Hant-HK = Hong Kong
tag-zh-Hant-MO = Macau
tag-zh-Hans-SG = Singapore
status-preferred = preferred
status-admitted = admitted
status-deprecated = deprecated
status-superseded = superseded
type-fullForm = full form
type-acronym = acronym
type-abbreviation = abbreviation
type-shortForm = short form
type-variant = variant
type-phrase = phrase

## What failed

try-again = Try again
leave-it = Leave it
understood = Understood
failure-0 = The server does not answer. Nothing you typed is lost; when it runs again, try again.
failure-400 = The server could not read this.
failure-401 = The server wants its token.
failure-403 = The server does not allow this.
failure-404 = That is not there, or not any more.
failure-409 = This does not go together with what was done before.
failure-412 = Somebody changed this meanwhile. Your words are still here; look at theirs first.
failure-413 = That is too large for one request.
failure-415 = The server does not take such a file.
failure-422 = That cannot be stored as it is.
failure-429 = Too many requests in a short time. Wait a little, then try again.
failure-500 = The server made a mistake; what is stored is not touched.
failure-503 = The termbase cannot be used just now. Nothing you typed is lost; try again in a moment.
failure-other = The server refused ({ $status }).
token-wanted = This server wants a token
token-wrong = That is not the token. Once more:
unlock = Unlock

## Looking up

search-box = A term in Chinese or English
search-example = 小院高牆, small yard, xiaoyuan gaoqiang …
search-hint = Any script, a part of a term, misspelt, its pinyin or only the initials, * and ?.
searching = Searching …
found-concepts =
    { $count ->
        [one] { $count } concept
       *[other] { $count } concepts
    }
nothing-found = Nothing found for “{ $q }”.
nothing-narrowed = The filters above leave some of the termbase out.
did-you-mean = Did you mean
add-it = Add it
propose-it = Propose it
ask-for-it = Ask for it
asked-for = Noted for the terminologists.
last-queries = Looked up last
forget-queries = forget these
clear-filters = clear the filters
filter-all = all
filter-subject = Subject
filter-status = Status
filter-lang = Language
filter-tag = Region
no-subject = (none)
as-table = compact table
asked = Looked for
wanted-terms = Translation
no-translation = No translation yet.
open-entry = entry
open-named = Open the entry of { $term }
matched = Matched: { $why }
why-exact = the term itself
why-case-folded = the same but for capitals
why-width-folded = the same but for its width
why-script-folded = the same in the other script
why-punctuation-folded = the same but for punctuation
why-spacing = the same but for spaces
why-inflected = inflected
why-prefix = begins with it
why-contains = contains it
why-within-the-query = stands within what was asked
why-one-character-differs = one character differs
why-one-character-missing = one character is missing
why-one-character-extra = one character too many
why-one-character-swapped = two characters swapped
why-characters-differ = some characters differ
why-same-sound = sounds the same
why-similar-character = a character that looks alike
why-similar-sound = sounds alike
why-word-order = the words in another order
why-contains-with-one-character-wrong = contains it but for one character
why-misspelt = misspelt
why-some-of-the-words = some of the words
why-abbreviation = an abbreviation of it
why-pinyin = its pinyin
why-pinyin-cut-short = its pinyin, cut short
why-initials = initials of its pinyin
why-pinyin-similar-sound = pinyin that sounds alike
why-pinyin-misspelt = its pinyin, misspelt
why-pinyin-prefix = its pinyin begins so
why-pinyin-prefix-similar-sound = its pinyin begins alike
why-pinyin-within = a part of its pinyin
why-characters-and-pinyin = characters and pinyin together
why-wildcard = fits the pattern
why-both-languages = both languages
proof-holds = ✓ proved
proof-fails = ✗ no longer proved
line = line { $line }
not-mined = Entered by a person, not mined.
key-slash = or any letter: a new look-up
key-enter = copies the first translation
key-arrows = through the results
key-numbers = copies that translation (in the box with Alt)
key-e = opens the entry of the result
key-esc = back to the box; in the box, clears it
first-visit = This termbase is still empty.
first-demo = Fill it with the supplied documents
first-demo-about = To try everything: seven documents, 700 curated entries. It takes a minute or two.
first-demo-done = { $entries } entries are here, { $waiting } pairs wait for review.
first-mine = Mine a document
first-import = Import a termbase
first-add = Add the first term
first-propose = Propose the first term

## Review

states = States of the queue
state-open = Proposed
state-skipped = Skipped
state-approved = Approved
state-rejected = Rejected
filters = Filters
review-text = Text
review-document = Document
review-subject = Subject
review-kind = Kind
review-method = Found as
review-least = Confidence
from-share = from { $share }
kind-term = term
kind-person = person
kind-organisation = organisation
kind-title = title
kind-abbreviation = abbreviation
method-gloss = gloss in brackets
method-keyword = keyword list
method-title = heading
method-table = table
method-parallel = parallel sentences
method-definition = definition
method-model = language model
method-manual = proposed by a person
pairs = Pairs
pair-list = List of pairs
pair = Pair
queue-size =
    { $count ->
        [one] { $count } pair
       *[other] { $count } pairs
    }
more-of = { $count } more
unsent = { $count } not stored yet …
confidence = Confidence
skipped-by = skipped by { $by }
proposed-by = proposed by { $by }
not-stored = Not stored:
was = was
dictionary-form = In a dictionary:
more-evidence =
    { $count ->
        [one] { $count } more place in the documents
       *[other] { $count } more places in the documents
    }
term-zh = Chinese term
term-en = English term
edge-start = begin
edge-end = end
edge-start-left = { $language }: begin further left
edge-start-right = { $language }: begin further right
edge-end-left = { $language }: end further left
edge-end-right = { $language }: end further right
save = Save
cancel = Cancel
into = Approve it
into-own = as a concept of its own
decisions = Decisions
decision = Decision
decision-approve = approved
decision-amend = amended
decision-reject = rejected
decision-skip = skipped
decision-undo = taken back
act-approve = Approve
act-amend = Amend
act-reject = Reject
act-skip = Skip
act-undo = Undo
choose-pair = Choose { $pair }
chosen = { $count } chosen
choose-none = choose none
use = In the memory
use-together = both together
use-zh-alone = Chinese without the English
use-en-alone = English without the Chinese
use-inside = inside a longer pair
use-rivals = Translations of the Chinese
use-variants = Also written
nothing-waits = No pair waits for a decision.
nothing-there = No pair is in this state.
nothing-to-undo = There is nothing to take back.
undo-earlier = Take it back
undo-earlier-what = Nothing of this sitting is left to take back. The last step here was “{ $what }” by { $by }, { $when }.
said-decided =
    { $decision ->
        [approve] Approved
        [amend] Amended
        [reject] Rejected
       *[skip] Skipped
    }: { $count ->
        [one] { $pair }
       *[other] { $count } pairs
    }
said-taken-back =
    Taken back: { $count ->
        [one] { $pair }
       *[other] { $count } pairs
    }
said-came-back =
    Not stored, back in the list: { $count ->
        [one] { $pair }
       *[other] { $count } pairs
    }
together-open = All of these …
together = Decide on all of these at once
from-confidence = From a confidence of
would-decide =
    { $decision ->
        [approve] Approves
        [reject] Rejects
       *[skip] Skips
    } { $count ->
        [one] { $count } pair
       *[other] { $count } pairs
    } as one step, which one undo takes back.
would-make = New entries: { $made }; entries that take terms: { $changed }.
would-refuse =
    { $count ->
        [one] { $count } pair cannot be decided so and is left as it is:
       *[other] { $count } pairs cannot be decided so and are left as they are:
    }
least-sure = The least sure of them:
together-confirm =
    { $decision ->
        [approve] Approve
        [reject] Reject
       *[skip] Skip
    } { $count }
sitting = This sitting
sitting-decided =
    { $count ->
        [one] { $count } pair decided:
       *[other] { $count } pairs decided:
    }
sitting-kinds = { $approved } approved, { $amended } amended, { $rejected } rejected; { $skipped } skipped.
sitting-pace = About { $count } decisions an hour, pauses left out.
reliability = Approved as they were, against the confidence said
said = Said
approved-share = Approved
keys = Keys
keys-of-review = Keys of the review
help-approve = approve, with what was changed
help-amend = type the terms anew
help-reject = reject
help-skip = skip: put it off
help-undo = take the last decision back
help-zh-start = move the beginning of the Chinese term
help-zh-end = move the end of the Chinese term
help-en-start = move the beginning of the English term
help-en-end = move the end of the English term
help-dictionary = the form of a dictionary, and back
help-into = the next entry that it may join
help-why = the whole proof, checked again
help-move = the next pair, the one before
help-choose = choose the pair; Shift and a click choose up to another
help-choose-more = choose more
help-escape = forget what was changed or chosen
help-help = these keys
help-queued = Keys are never lost: decisions are stored in their order, behind what you see.

## Terms in a text

text-box = A text in Chinese or English
text-example = Paste a text, or drop a file here; its terms are marked below.
inside-words = also inside other words
chinese-wanted-is = Chinese wanted: { $chinese }
recognising = Looking for terms …
terms-in-text =
    { $count ->
        [one] { $count } term
       *[other] { $count } terms
    } in { $places ->
        [one] { $places } place
       *[other] { $places } places
    }
text-too-long = { $size } characters are more than the { $limit } that are looked at at once. Nothing is cut off: paste a part of it.
not-a-text = { $name } is no plain text. Documents are read under
no-term-in-chinese = no term in this Chinese
terms-found = The terms
no-terms-in-text = No term of this termbase stands in it.
inside-a-word = inside a word

## Checking

check-source = Source text
check-target = Its translation
check-drop = Paste a source and its translation, or drop a bilingual file here: XLIFF, TMX, PO or a table.
check-lines-apart = The two have not as many lines: they are checked as one whole.
check-too-long = More than { $limit } lines: drop them as a file.
checking = Checking …
check-not-done = It was not checked.
check-found =
    { $count ->
        [0] Nothing to say
        [one] { $count } place to look at
       *[other] { $count } places to look at
    } ({ $segments ->
        [one] { $segments } segment
       *[other] { $segments } segments
    }, { $terms ->
        [one] { $terms } term
       *[other] { $terms } terms
    })
check-refused =
    { $count ->
        [one] { $count } segment could not be read
       *[other] { $count } segments could not be read
    }
check-rule-missing = Term missing
check-rule-forbidden = Term not to be used
check-rule-region = Word of another region
check-rule-script = Other script
check-rule-inconsistent = Translated in several ways
check-rule-untranslated = Not translated
check-rule-acronym = Abbreviation without its full form
check-rule-numbers = Numbers differ
check-fix = Put
check-allow = Allowed here
check-choose-form = Mark in the translation what is allowed, then press this again.
which-check = A translation
which-lint = One Chinese text
lint-text = Chinese text
lint-for = For readers of
lint-drop = Paste a Chinese text, or drop a document here: text, Markdown, HTML, docx or PDF.
lint-found =
    { $count ->
        [0] Nothing of another region
       *[other] { $warnings } to change, { $questions } to decide
    }
lint-warning = Word of another region
lint-question = To decide
lint-repeated = and { $count } times more
choose-another = choose another

## Memory

sentence-box = A sentence in Chinese or English
sentence-example = A sentence, or a piece of one
how-memory = sentences like it
how-concordance = sentences that contain it
from-percent = from % likeness
sentences-found =
    { $count ->
        [one] { $count } sentence
       *[other] { $count } sentences
    }
no-sentence = Nothing like it in the memory.
pieces = Pieces of it that stand in the memory
other-what = other { $what }
differs-numbers = numbers
differs-punctuation = punctuation
differs-case = case
differs-width = width
differs-script = script
differs-spaces = spaces

## Wanted terms

wanted-about = What was looked for here and not found, the most wanted first.
nothing-wanted = Nothing was looked for in vain so far.
looked-for = Looked for
times = Times
last = Last

## History

steps-when = When
steps-who = Who
steps-what = What
steps-size = How much
no-steps = Nothing was done here so far.
nobody-named = nobody named
undone = taken back
undo-named = Undo: { $what }
taken-back = Taken back: { $what }
count-entries =
    { $count ->
        [one] { $count } entry
       *[other] { $count } entries
    }
count-judgements =
    { $count ->
        [one] { $count } decision
       *[other] { $count } decisions
    }
count-units =
    { $count ->
        [one] { $count } sentence pair
       *[other] { $count } sentence pairs
    }
count-conflicts =
    { $count ->
        [one] { $count } conflict
       *[other] { $count } conflicts
    }

## An entry

acts = What to do with the entry
act-read = Entry
act-edit = Edit
act-history = History
act-uses = Uses
act-merge = Merge
created-by =
    { $at ->
        [unknown] Made by { $by }.
       *[other] Made by { $by }, { $at }.
    }
changed-by =
    { $at ->
        [unknown] Changed by { $by }.
       *[other] Changed by { $by }, { $at }.
    }
uses-all = all
uses-none = Nothing uses it.
uses-take = As work:
uses-list = See where
uses-unit =
    { $count ->
        [one] { $count } sentence pair
       *[other] { $count } sentence pairs
    }
uses-document =
    { $count ->
        [one] { $count } document
       *[other] { $count } documents
    }
uses-entry =
    { $count ->
        [one] { $count } entry
       *[other] { $count } entries
    }
uses-evidence =
    { $count ->
        [one] { $count } proof
       *[other] { $count } proofs
    }
use-unit = Memory
use-document = Document
use-entry = Entry
use-evidence = Proof
replace = Put another term in its place in the memory
replace-old = Instead of
replace-new = write
replace-look = Show what would change
replace-would = { $count } would be rewritten, { $left } would stay.
replace-now = Rewrite them
replaced =
    { $count ->
        [one] { $count } sentence pair rewritten.
       *[other] { $count } sentence pairs rewritten.
    }
print = Print
delete-entry = Delete this entry
deleted = Deleted.
stored = Stored.
merged = Merged.
reverted = Restored as revision { $number } was.
revive = Restore it
no-such-entry = There is no entry { $id }, and there never was.
entry-gone = It is not there any more ({ $what }: { $by }, { $at }).
field-subject = Subject
field-definition = Definition
field-definition_source = Source of the definition
field-note = Note
field-source = Source
field-reference = See also
field-term = Term
field-tag = Language, script and region
field-status = Status
field-part_of_speech = Part of speech
field-term_type = Type
field-grammaticalGender = Gender
field-grammaticalNumber = Number
field-context = Context
field-sentence = Sentence with the term
part-noun = noun
part-properNoun = proper noun
part-verb = verb
part-adjective = adjective
part-adverb = adverb
part-other = other
gender-masculine = masculine
gender-feminine = feminine
gender-neuter = neuter
gender-other = other
number-singular = singular
number-plural = plural
number-dual = dual
number-mass = uncountable
number-other = other

## Writing an entry

add-entry = Add the entry
propose-about = A reviewer decides on it. The two sentences are its proof: each term has to stand in its sentence just as you write it.
proposed-now = waits for review.
proposed-before = is waiting for review already.
proposed-rejected = was rejected already, by { $by }.
proposed-approved = was approved already, by { $by }.
leave-draft = Leave, keep the draft
throw-away = Throw the draft away
draft-restored = What you wrote before is still here.
known-already = Already here:
add-to-it = add to it
merge-with-it = merge with it
none = –
add-language = Add a language
remove-language = remove this language
of-language = Definition and note in this language
add-term = Add a term
new-term = new term
of-term = Type, grammar, source, note, contexts
add-context = Add a context
of-concept = The concept as a whole
add-reference = Refer to another entry: look it up
remove = remove
remove-named = Remove { $what }
tag-by-characters = Chinese, script by its characters
tag-other = another …
changed-meanwhile = Somebody changed this entry meanwhile
changed-meanwhile-how = Nothing you wrote is lost. Where both of you changed the same, choose; then save.
side-read = As you read it
side-mine = What you wrote
side-stored = As it is stored now
back-to-form = Back to the form

## History, proof and comments of an entry

revert = Restore
revert-to = Restore revision { $number }
revision-made = The entry was made.
revision-gone = The entry was taken away.
no-changes = Nothing that people read was changed.
verb-add = added
verb-edit = edited
verb-delete = deleted
verb-revert = restored
verb-merge = merged
verb-import = imported
verb-approve = approved
verb-amend = amended
verb-reject = rejected
verb-settle = conflict settled
verb-undo = taken back
proof-title = Proof
proof-checked =
    { $count ->
        [one] { $count } place, checked just now: { $holding } holds
       *[other] { $count } places, checked just now: { $holding } hold
    }
check-again = Check again
in-document = In the document:
place-not-stored = This document is not stored here.
comments = Comments
comment-box = Say something to the others
comment-say = Say it
comment-mark = done
comment-reopen = open again
comment-delete = delete
comment-done = done: { $by }

## Choosing between entries

merge = Merge
merge-which = Merge which entry into this one? Look it up
merge-how = { $other } goes into { $kept } and is gone as an entry of its own; undo brings it back.
merge-swap = The other way round
nothing-to-choose = They differ in nothing that both have.
settled-by-themselves =
    { $count ->
        [one] { $count } place that only one side changed
       *[other] { $count } places that only one side changed
    }
own-words = in my own words
keep = keep
leave-out = leave out
only-in = only in: { $side }
empty = (empty)
side-was = Was
side-ours = Ours
side-theirs = Theirs
settle = Settle
all-ours = All of ours
all-theirs = All of theirs
was-unknown = What both sides started from is not known: the file was exported without being noted.
ours-gone = The entry was deleted here:
stay-deleted = Leave it deleted
bring-back = Bring it back as the file has it
no-conflicts = No conflict waits to be settled.
conflict-settled = Settled: { $id }
conflicts-waiting =
    { $count ->
        [one] { $count } conflict
       *[other] { $count } conflicts
    }

## Files

file-choose = Choose a file
files-choose = Choose files
file-leave = remove
file-leave-named = Remove { $name }
file-told-later = language told when it is read
file-kind-txt = text
file-kind-text = text
file-kind-md = Markdown
file-kind-markdown = Markdown
file-kind-html = web page
file-kind-htm = web page
file-kind-docx = Word document
file-kind-pdf = PDF
file-kind-tmx = translation memory (TMX)
file-kind-tbx = termbase (TBX)
file-kind-csv = table (CSV)
file-kind-tsv = table (TSV)
file-kind-xlsx = workbook (XLSX)
file-kind-xliff = translation (XLIFF)
file-kind-curated = curated entries (TOML)
kilobytes = { $count } KB
megabytes = { $count } MB

## Documents

documents-drop = Drop a document here, or a source and its translation: text, Markdown, web pages, Word, PDF, TMX.
documents-mine = Find term pairs
documents-sending = Sending…
documents-how = How they belong together
documents-pair = A source and its translation
documents-apart = Each by itself
documents-is-table = { $name } holds entries or sentence pairs, not a text: it is imported.
documents-review = Review what was found
documents-open = Open the document
documents-none = No document was read so far. Drop one above.
documents-read =
    { $count ->
        [one] { $count } document read
       *[other] { $count } documents read
    }
documents-name = Document
documents-languages = Languages
documents-when = Read
documents-units = Sentence pairs
documents-waiting = To review
documents-decided = Decided
documents-decided-counts = { $approved } approved, { $rejected } rejected
documents-review-named =
    { $count ->
        [one] Review { $count } pair of { $name }
       *[other] Review { $count } pairs of { $name }
    }
mined-pairs =
    { $count ->
        [one] { $count } pair found.
       *[other] { $count } pairs found.
    }
mined-new =
    { $count ->
        [one] { $count } of them is new.
       *[other] { $count } of them are new.
    }

## A document

document-length =
    { $count ->
        [one] { $count } character
       *[other] { $count } characters
    }
document-read-at = read { $time }
document-counts = { $approved } approved, { $rejected } rejected
document-waiting = { $count } to review
document-withdrawn = { $count } withdrawn: their sentences were set apart
document-not-aligned = Nothing in it is stored as aligned. If it has a translation, mine both together.
document-how = What is shown
document-beside = Side by side
document-text = The text as read
document-with = Aligned with
document-beads =
    { $count ->
        [one] { $count } bead
       *[other] { $count } beads
    }
document-units = sentence pairs
document-empty = There is nothing in it.
mark-title = { $zh } = { $en } · { $state } · { $share }
mark-proposed = to review
mark-approved = approved
mark-rejected = rejected
mark-withdrawn = withdrawn
pages = Pages
pages-back = Back
pages-on = On
pages-page = Page
pages-of = of { $count }
beads-keys = Arrows lead from bead to bead. Where sentences are aligned wrongly, correct it with the buttons below or their keys; the memory follows, and every act can be undone.
beads-acts = Correct this bead
bead-number = Bead { $number }
bead-nothing = Nothing on this side
bead-join = Join with the next
bead-split = Split
bead-zh-previous = Chinese ↑
bead-zh-next = Chinese ↓
bead-en-previous = English ↑
bead-en-next = English ↓
bead-did-join = Joined.
bead-did-split = Split.
bead-did-move = Moved.
bead-undone = Taken back.
bead-lost =
    { $count ->
        [one] { $count } candidate lost its proof here.
       *[other] { $count } candidates lost their proof here.
    }
bead-regained =
    { $count ->
        [one] { $count } candidate got its proof back.
       *[other] { $count } candidates got their proof back.
    }
split-here = Split here
split-how = Move both sliders to where the second bead begins.
split-zh = Where the Chinese is cut
split-en = Where the English is cut
split-nothing = before everything

## Import

import-drop = Drop a file here: TBX, CSV, TSV, XLSX, TMX or XLIFF. Nothing is stored before you have seen what it changes.
import-other = choose another
import-look = See what would change
import-goes-on = You may leave this page; the work goes on, and is listed under Jobs.
import-would = What would happen
import-new = New
import-changed = Changed
import-conflict = In conflict
import-refused = Refused
import-same = The same
import-conflict-about = Both sides changed these. Nothing of yours is overwritten; they are kept for a decision.
import-without-refused =
    { $count ->
        [one] Leave the refused record out
       *[other] Leave the { $count } refused records out
    }
import-run =
    { $count ->
        [0] Import
        [one] Import { $count } record
       *[other] Import { $count } records
    }
import-nothing = Nothing in it is new or changed.
import-unlisted = { $count } more are counted, but not listed.
import-read-otherwise =
    { $count ->
        [one] { $count } thing is read otherwise than it is written
       *[other] { $count } things are read otherwise than they are written
    }
import-done = Imported.
import-undone = Taken back.
import-counts = { $added } new, { $changed } changed, { $conflict } in conflict.
holds-terms = terms
holds-units = sentence pairs
ours = here:
theirs = in the file:
columns = Columns and first rows
columns-guessed = Recognised like this. Choose another meaning where it is wrong.
columns-chosen = The columns as you chose them.
columns-unknown = No columns of terms were recognised. Say what each column holds.
columns-first-row = The first row names the columns
column-is = Column { $name } holds
column-language = Language of column { $name }
cell-term = term
cell-ignore = (not read)
cell-extra = (kept as a remark)
cell-id = concept ID
cell-subject = subject field
cell-definition = definition
cell-definition_source = source of the definition
cell-note = note
cell-source = source
cell-created_by = created by
cell-created_at = created at
cell-changed_by = changed by
cell-changed_at = changed at
cell-language_definition = definition in this language
cell-language_note = note on this language
cell-status = status
cell-part_of_speech = part of speech
cell-term_type = term type
cell-term_source = source of the term
cell-term_note = note on the term
cell-context = context
cell-contexts = context
cell-context_source = source of the context
cell-tag = language tag
cell-forbidden = forbidden (yes/no)
cell-history = who and when
cell-language = language
cell-evidence = proof
cell-concept = entry

## Export

export-for = For
export-general = Files
export-tools = Tools
export-file = File
export-chinese = Chinese
export-since = Changed since
export-memory = The translation memory, sentence pairs.
export-pair = Holds English and one Chinese.
export-all = Holds all languages.
export-deprecated = Deprecated terms go out, marked as such.
export-no-deprecated = Deprecated terms stay behind: this tool would offer them as good ones.
export-verified-run = Tried with the tool's own reader.
export-verified-read = By the tool's source or manual.
export-looking = Looking at what the file can hold…
export-entries = { $written } of { $of } entries go out.
export-units = { $written } of { $of } sentence pairs go out.
export-lost =
    { $count ->
        [one] { $count } thing has no place in this file:
       *[other] { $count } things have no place in this file:
    }
export-whole = Nothing of them is lost.
export-download = Download
export-remembered = What goes out is remembered, so that the file can come back changed.
loss-what = What
loss-how = What becomes of it
loss-dropped = dropped
loss-changed = changed
loss-moved = moved elsewhere
loss-left-out = entry left out
loss-each = One by one
profile-archive = Everything (TBX v3)
profile-csv = Table (CSV)
profile-excel = Excel
profile-tmx = Translation memory (TMX)

## Overview

overview-empty = There is nothing here yet to look at.
overview-subjects =
    { $count ->
        [one] { $count } entry by subject field
       *[other] { $count } entries by subject field
    }
overview-entries = Entries
overview-regions = Forms by region
overview-regions-about = Darker: entries with a form of the region. Paler: only one without a region that serves there.
overview-form = Chinese of
overview-has = Has a form
overview-general = General only
overview-missing = Missing
overview-gaps-named = { $count } entries without a form for { $tag }
overview-gaps-of = Entries without a form for { $tag }
overview-matrix = Which forms stand together
overview-there = has a form
overview-others =
    { $count ->
        [one] { $count } more entry has another combination.
       *[other] { $count } more entries have other combinations.
    }
overview-waiting = Waiting for review, by document and confidence
overview-pairs = Pairs
overview-square =
    { $count ->
        [one] { $count } pair of { $name } from { $share } on
       *[other] { $count } pairs of { $name } from { $share } on
    }
overview-more-documents =
    { $count ->
        [one] { $count } more document has some.
       *[other] { $count } more documents have some.
    }
overview-reliability = Is the confidence right?
overview-reliability-about = Across: the confidence said. Up: the share you approved. On the line both agree.
overview-said = Said
overview-right = Approved
overview-decided = Decided
overview-growth = Growth
overview-weeks = Week by week
overview-week = Week of
growth-entries = Entries: { $first } in the week of { $from }, { $last } now
growth-units = Sentence pairs: { $first } in the week of { $from }, { $last } now
overview-done = Who did what
overview-since = Since { $time }
overview-none-done = Nothing was done in these days.
overview-all-wanted = All look-ups in vain
gaps = No form for { $tag }
verb-mine = mined
verb-units = sentence pairs stored
verb-align = alignment corrected
verb-restore = backup put in place
verb-demo = demo run

## Jobs

jobs-open =
    { $count ->
        [one] { $count } job is not done yet
       *[other] { $count } jobs are not done yet
    }
jobs-none-open = Nothing waits or runs.
jobs-none = No long work was sent yet.
job-kind-mine = Mining
job-kind-mine-memory = Mining a memory
job-kind-demo = Filling with the supplied documents
job-kind-import = Import
job-kind-export = Export
job-kind-evaluate = Evaluation
job-waiting = waiting
job-running = running
job-done = done
job-failed = failed
job-stopped = stopped
job-broken = broken off: the process was lost
job-stop = Stop
job-stop-named = Stop: { $name }
job-again = Start again
job-again-named = Start again: { $name }
job-left = { $time } left
job-of = { $done } of { $total }
stage-layout = keywords
stage-gloss = glosses
stage-alignment = sentences
stage-pairs = term pairs
stage-titles = titles
stage-definitions = definitions
stage-reading = reading
stage-storing = storing
seconds = { $count } s
minutes = { $count } min
hours = { $count } h

## Hooks

hooks-about = Addresses that this server tells of changes: signed, in order, and again until they are taken.
hooks-none = No hook was added yet.
hook-told = told all
hook-behind = behind
hook-failing = failing
hook-paused = paused
hook-behind-by =
    { $count ->
        [one] one change behind
       *[other] { $count } changes behind
    }
hook-told-at = last told { $time }
hook-never = not told of anything yet
hook-all-kinds = all kinds of changes
hook-added = added by { $by }, { $time }
hook-tries =
    { $count ->
        [one] The last try failed:
       *[other] The last { $count } tries failed:
    }
hook-last-error = The last failure:
hook-act = { $act }: { $url }
hook-test = Test
hook-testing = A test is sent…
hook-tested = It answered { $status } in { $ms } ms.
hook-refused = The test was not taken: { $error }
hook-pause = Pause
hook-resume = Resume
hook-remove = Remove
hook-remove-sure = What it was not told yet is lost.
hook-removed = Removed: { $url }
hook-letters =
    { $count ->
        [one] It could not be told of one batch of changes
       *[other] It could not be told of { $count } batches of changes
    }
letter-changes =
    { $count ->
        [1] Change { $first }
       *[other] Changes { $first } to { $last }
    }
letter-again = is sent again
letter-retry = Send again
letter-retry-named = Send again: { $which }
letters-retry = Send all of them again
hook-new = A new hook
hook-url = Address
hook-kinds = Only changes of these kinds; without any, all
hook-add = Add the hook
hook-secret = The secret of { $url }, by which a receiver checks the signatures. It is shown only now.
change-entry = entries
change-candidate = candidates
change-unit = translation units
change-document = documents
change-comment = comments
change-conflict = conflicts
change-step = steps
