### 介面用語：正體中文。每一個識別名在本資料夾的各個目錄中都有。

## The bar and what every view has

glossary = 術語庫
skip = 跳到內容
views = 各頁
view-look-up = 查詢
view-review = 審閱
view-recognise = 文中術語
view-check = 檢查譯文
view-lint = 地區用語
view-memory = 翻譯記憶
view-documents = 文件
view-document = 文件
view-import = 匯入
view-export = 匯出
view-overview = 總覽
view-wanted = 待補術語
view-conflicts = 匯入衝突
view-jobs = 工作
view-history = 歷程
view-hooks = Webhook
view-new-entry = 新條目
view-propose = 提議術語
view-entry = 條目
my-chinese = 我的中文
chinese-all = 不分地區
settings = 設定
your-name = 您的名字（隨每項動作記錄）
interface-language = 本頁語言
as-browser = 依瀏覽器
theme = 亮色或暗色
theme-system = 依系統
theme-light = 亮色
theme-dark = 暗色
api-docs = API 說明
loading = 載入中……
more = 更多
undo = 復原
copy = 複製
copied = 已複製：{ $text }
proof = 出處
source = 來源：
subject = 領域
language = 語言
no-such-page = 沒有這一頁。
view-broke = 這一頁出了問題，已儲存的資料沒有受影響。
not-loaded = 本頁有一部分無法載入。

## Languages, regions, statuses, types

language-en = 英文
language-zh = 中文
tag-en = 英文
tag-en-US = 英文（美國）
tag-en-GB = 英文（英國）
tag-zh = 中文
tag-zh-Hant = 正體
tag-zh-Hans = 簡體
tag-zh-Hant-TW = 臺灣
tag-zh-Hans-CN = 中國大陸
tag-zh-Hant-HK = 香港
tag-zh-Hant-MO = 澳門
tag-zh-Hans-SG = 新加坡
status-preferred = 首選
status-admitted = 可用
status-deprecated = 不建議使用
status-superseded = 已被取代
type-fullForm = 全稱
type-acronym = 首字母縮寫
type-abbreviation = 縮寫
type-shortForm = 簡稱
type-variant = 異體
type-phrase = 片語

## What failed

try-again = 再試一次
leave-it = 先不要
understood = 知道了
failure-0 = 伺服器沒有回應。您輸入的內容都還在；伺服器恢復後請再試一次。
failure-400 = 伺服器讀不懂這個要求。
failure-401 = 伺服器需要權杖。
failure-403 = 伺服器不允許這麼做。
failure-404 = 找不到，或已經不在了。
failure-409 = 這與先前做過的事有衝突。
failure-412 = 這段時間已有人改過。您的文字還在，請先看看對方的修改。
failure-413 = 一次送出的內容太大。
failure-415 = 伺服器不接受這種檔案。
failure-422 = 這樣的內容無法儲存。
failure-429 = 短時間內要求太多，請稍候再試。
failure-500 = 伺服器出錯了，已儲存的資料沒有受影響。
failure-503 = 術語庫暫時無法使用。您輸入的內容都還在，請稍後再試。
failure-other = 伺服器拒絕了（{ $status }）。
token-wanted = 這台伺服器需要權杖
token-wrong = 權杖不對，請再輸入一次：
unlock = 解鎖

## Looking up

search-box = 中文或英文術語
search-example = 小院高牆、small yard、xiaoyuan gaoqiang……
search-hint = 繁簡皆可，也可只輸入一部分、拼錯、拼音或拼音首字母，或使用 * 與 ?。
searching = 查詢中……
found-concepts = { $count } 個概念
nothing-found = 找不到「{ $q }」。
nothing-narrowed = 上方的篩選條件排除了一部分術語。
did-you-mean = 您要找的是不是
add-it = 新增
propose-it = 提議
ask-for-it = 請求新增
asked-for = 已記下，供術語人員處理。
last-queries = 最近查詢
forget-queries = 清除紀錄
clear-filters = 清除篩選
filter-all = 全部
filter-subject = 領域
filter-status = 狀態
filter-lang = 語言
filter-tag = 地區
no-subject = （無）
as-table = 精簡表格
asked = 查詢的術語
wanted-terms = 譯名
no-translation = 尚無譯名。
open-entry = 條目
open-named = 開啟「{ $term }」的條目
matched = 符合：{ $why }
why-exact = 術語本身
why-case-folded = 僅大小寫不同
why-width-folded = 僅全形半形不同
why-script-folded = 另一種字體的同一術語
why-punctuation-folded = 僅標點不同
why-spacing = 僅空格不同
why-inflected = 字形變化
why-prefix = 以此開頭
why-contains = 包含此字串
why-within-the-query = 包含在查詢內容中
why-one-character-differs = 一個字不同
why-one-character-missing = 少一個字
why-one-character-extra = 多一個字
why-one-character-swapped = 兩字對調
why-characters-differ = 數個字不同
why-same-sound = 讀音相同
why-similar-character = 字形相近
why-similar-sound = 讀音相近
why-word-order = 詞序不同
why-contains-with-one-character-wrong = 包含此字串，一個字不同
why-misspelt = 拼寫有誤
why-some-of-the-words = 部分詞語相同
why-abbreviation = 為其縮寫
why-pinyin = 拼音相同
why-pinyin-cut-short = 拼音的縮寫
why-initials = 拼音首字母相同
why-pinyin-similar-sound = 拼音相近
why-pinyin-misspelt = 拼音拼寫有誤
why-pinyin-prefix = 拼音開頭相同
why-pinyin-prefix-similar-sound = 拼音開頭相近
why-pinyin-within = 拼音中包含
why-characters-and-pinyin = 漢字與拼音混合
why-wildcard = 符合樣式
why-both-languages = 兩種語言皆符合
proof-holds = ✓ 出處屬實
proof-fails = ✗ 出處已不符
line = 第 { $line } 行
not-mined = 由人工輸入，並非從文件擷取。
key-slash = 或直接打字：重新查詢
key-enter = 複製第一個譯名
key-arrows = 在結果間移動
key-numbers = 複製該編號的譯名（在輸入框中請加按 Alt）
key-e = 開啟該結果的條目
key-esc = 回到輸入框；在輸入框中則清空
first-visit = 這個術語庫還是空的。
first-demo = 填入隨附的文件
first-demo-about = 七份文件與 700 個條目，供您試用，約需一兩分鐘。
first-demo-done = 已有 { $entries } 個條目，{ $waiting } 組詞對待審。
first-mine = 從文件擷取術語
first-import = 匯入術語庫
first-add = 新增第一個術語
first-propose = 提議第一個術語

## Review

states = 審閱狀態
state-open = 待審
state-skipped = 略過
state-approved = 已核可
state-rejected = 已退回
filters = 篩選
review-text = 文字
review-document = 文件
review-subject = 領域
review-kind = 類別
review-method = 來源方式
review-least = 信心值
from-share = { $share } 以上
kind-term = 術語
kind-person = 人名
kind-organisation = 機構
kind-title = 標題
kind-abbreviation = 縮寫
method-gloss = 括號附註
method-keyword = 關鍵詞表
method-title = 標題
method-table = 表格
method-parallel = 雙語句對
method-definition = 定義
method-model = 語言模型
method-manual = 人工提議
pairs = 詞對
pair-list = 詞對清單
pair = 詞對
queue-size = { $count } 組詞對
more-of = 還有 { $count } 組
unsent = { $count } 項尚未儲存……
confidence = 信心值
skipped-by = 由 { $by } 略過
proposed-by = 由 { $by } 提議
not-stored = 未能儲存：
was = 原為
dictionary-form = 詞典形：
more-evidence = 文件中另有 { $count } 處
term-zh = 中文術語
term-en = 英文術語
edge-start = 起點
edge-end = 終點
edge-start-left = { $language }：起點左移
edge-start-right = { $language }：起點右移
edge-end-left = { $language }：終點左移
edge-end-right = { $language }：終點右移
save = 儲存
cancel = 取消
into = 核可為
into-own = 獨立的概念
decisions = 審閱紀錄
decision = 決定
decision-approve = 核可
decision-amend = 修改後核可
decision-reject = 退回
decision-skip = 略過
decision-undo = 復原
act-approve = 核可
act-amend = 修改
act-reject = 退回
act-skip = 略過
act-undo = 復原
choose-pair = 選取 { $pair }
chosen = 已選 { $count } 組
choose-none = 取消選取
use = 在翻譯記憶中
use-together = 中英同現
use-zh-alone = 只有中文
use-en-alone = 只有英文
use-inside = 在更長的詞對之內
use-rivals = 這個中文詞的譯法
use-variants = 另有寫法
nothing-waits = 沒有待審的詞對。
nothing-there = 沒有這種狀態的詞對。
nothing-to-undo = 沒有可以復原的動作。
undo-earlier = 復原這一步
undo-earlier-what = 這次審閱已經沒有可以復原的決定。此處最後一步是「{ $what }」，由 { $by } 於 { $when } 所做。
said-decided =
    { $decision ->
        [approve] 已核可
        [amend] 已修改並核可
        [reject] 已退回
       *[skip] 已略過
    }：{ $count ->
        [1] { $pair }
       *[other] { $count } 組詞對
    }
said-taken-back =
    已復原：{ $count ->
        [1] { $pair }
       *[other] { $count } 組詞對
    }
said-came-back =
    未能儲存，已放回清單：{ $count ->
        [1] { $pair }
       *[other] { $count } 組詞對
    }
together-open = 一次處理全部……
together = 一次處理全部詞對
from-confidence = 信心值不低於
would-decide =
    { $decision ->
        [approve] 將核可
        [reject] 將退回
       *[skip] 將略過
    } { $count } 組詞對，合為一步，可一次復原。
would-make = 新增條目：{ $made }；併入既有條目：{ $changed }。
would-refuse = 有 { $count } 組詞對無法這樣處理，維持原狀：
least-sure = 其中信心值最低的：
together-confirm =
    { $decision ->
        [approve] 核可
        [reject] 退回
       *[skip] 略過
    } { $count } 組
sitting = 這次審閱
sitting-decided = 共決定 { $count } 組詞對：
sitting-kinds = 核可 { $approved }、修改 { $amended }、退回 { $rejected }；略過 { $skipped }。
sitting-pace = 扣除停頓，每小時約 { $count } 個決定。
reliability = 原樣核可的比例與信心值對照
said = 信心值
approved-share = 核可比例
keys = 按鍵
keys-of-review = 審閱按鍵
help-approve = 核可（連同修改）
help-amend = 重新輸入術語
help-reject = 退回
help-skip = 略過，留待以後
help-undo = 復原上一個決定
help-zh-start = 移動中文術語的起點
help-zh-end = 移動中文術語的終點
help-en-start = 移動英文術語的起點
help-en-end = 移動英文術語的終點
help-dictionary = 改用詞典形；再按還原
help-into = 換下一個可併入的條目
help-why = 重新查核全部證據
help-move = 下一組、上一組
help-choose = 選取這組；按住 Shift 點選可連選
help-choose-more = 連續選取
help-escape = 放棄修改或選取
help-help = 顯示這些按鍵
help-queued = 按鍵不會遺漏：決定會依序在背景儲存。

## Terms in a text

text-box = 中文或英文文字
text-example = 貼上文字，或把檔案拖到這裡；文中的術語會標示在下方。
inside-words = 也包含其他詞之內的
chinese-wanted-is = 需要的中文：{ $chinese }
recognising = 正在尋找術語……
terms-in-text = { $count } 個術語，出現在 { $places } 處
text-too-long = 共 { $size } 個字元，超過一次可處理的 { $limit } 個。內容不會被截斷，請分段貼上。
not-a-text = { $name } 不是純文字檔。文件請到這裡讀取：
no-term-in-chinese = 此地區的中文尚無術語
terms-found = 術語一覽
no-terms-in-text = 文中沒有本術語庫的術語。
inside-a-word = 在詞內

## Checking

check-source = 原文
check-target = 譯文
check-drop = 貼上原文與譯文，或把雙語檔案拖到這裡：XLIFF、TMX、PO 或表格。
check-lines-apart = 兩邊行數不同，整段一起檢查。
check-too-long = 超過 { $limit } 行，請改以檔案拖入。
checking = 檢查中……
check-not-done = 沒有檢查完成。
check-found =
    { $count ->
        [0] 沒有需要留意的地方
       *[other] 有 { $count } 處需要留意
    }（{ $segments } 個句段，{ $terms } 個術語）
check-refused = 有 { $count } 個句段無法讀取
check-rule-missing = 缺少術語
check-rule-forbidden = 不應使用的術語
check-rule-region = 其他地區的用語
check-rule-script = 字體不符
check-rule-inconsistent = 譯法不一致
check-rule-untranslated = 尚未翻譯
check-rule-acronym = 縮寫未附全稱
check-rule-numbers = 數字不符
check-fix = 改為
check-allow = 此處可用
check-choose-form = 請先在譯文中選取可用的寫法，再按一次。
which-check = 譯文
which-lint = 一份中文
lint-text = 中文內容
lint-for = 讀者在
lint-drop = 貼上中文，或把文件拖曳到這裡：純文字、Markdown、HTML、docx 或 PDF。
lint-found =
    { $count ->
        [0] 沒有其他地區的用語
       *[other] { $warnings } 處該改，{ $questions } 處待決定
    }
lint-warning = 其他地區的用語
lint-question = 待決定
lint-repeated = 另有 { $count } 處
choose-another = 改選其他檔案

## Memory

sentence-box = 中文或英文句子
sentence-example = 一個句子，或句子的一部分
how-memory = 相似的句子
how-concordance = 含有此字串的句子
from-percent = 相似度（%）至少
sentences-found = { $count } 個句子
no-sentence = 翻譯記憶中沒有相似的句子。
pieces = 翻譯記憶中出現過的片段
other-what = { $what }不同
differs-numbers = 數字
differs-punctuation = 標點
differs-case = 大小寫
differs-width = 全形半形
differs-script = 字體
differs-spaces = 空格

## Wanted terms

wanted-about = 在此查過而沒有找到的術語，次數最多的在前。
nothing-wanted = 目前沒有查不到的術語。
looked-for = 查詢內容
times = 次數
last = 最近一次

## History

steps-when = 時間
steps-who = 誰
steps-what = 做了什麼
steps-size = 數量
no-steps = 目前還沒有任何動作。
nobody-named = 未具名
undone = 已復原
undo-named = 復原：{ $what }
taken-back = 已復原：{ $what }
count-entries = { $count } 個條目
count-judgements = { $count } 項決定
count-units = { $count } 個句對
count-conflicts = { $count } 項衝突

## An entry

acts = 對此條目的動作
act-read = 條目
act-edit = 編輯
act-uses = 使用處
act-history = 歷程
act-merge = 合併
created-by =
    { $at ->
        [unknown] 由 { $by } 建立。
       *[other] 由 { $by } 建立，{ $at }。
    }
changed-by =
    { $at ->
        [unknown] 由 { $by } 修改。
       *[other] 由 { $by } 修改，{ $at }。
    }
uses-all = 全部
uses-none = 沒有任何地方使用。
uses-take = 取為工作檔：
uses-list = 看在哪裡
uses-unit = { $count } 個句對
uses-document = { $count } 份文件
uses-entry = { $count } 個條目
uses-evidence = { $count } 處出處
use-unit = 翻譯記憶
use-document = 文件
use-entry = 條目
use-evidence = 出處
replace = 在翻譯記憶中換成別的術語
replace-old = 把
replace-new = 換成
replace-look = 先看會改什麼
replace-would = 會改寫 { $count } 個，{ $left } 個不動。
replace-now = 改寫
replaced = 已改寫 { $count } 個句對。
print = 列印
delete-entry = 刪除此條目
deleted = 已刪除。
stored = 已儲存。
merged = 已合併。
reverted = 已還原為第 { $number } 版。
revive = 還原此條目
no-such-entry = 沒有 { $id } 這個條目，以前也沒有。
entry-gone = 此條目已不在（{ $what }：{ $by }，{ $at }）。
field-subject = 領域
field-definition = 定義
field-definition_source = 定義來源
field-note = 附註
field-source = 來源
field-reference = 參見
field-term = 術語
field-tag = 語言、文字與地區
field-status = 狀態
field-part_of_speech = 詞類
field-term_type = 類型
field-grammaticalGender = 性
field-grammaticalNumber = 數
field-context = 例句
field-sentence = 含有術語的句子
part-noun = 名詞
part-properNoun = 專有名詞
part-verb = 動詞
part-adjective = 形容詞
part-adverb = 副詞
part-other = 其他
gender-masculine = 陽性
gender-feminine = 陰性
gender-neuter = 中性
gender-other = 其他
number-singular = 單數
number-plural = 複數
number-dual = 雙數
number-mass = 不可數
number-other = 其他

## Writing an entry

add-entry = 新增條目
propose-about = 由審閱者決定是否收錄。這兩個句子就是依據：術語必須原樣出現在各自的句子裡。
proposed-now = 已送交審閱。
proposed-before = 已在審閱佇列中。
proposed-rejected = 先前已由 { $by } 退回。
proposed-approved = 先前已由 { $by } 核可。
leave-draft = 離開並保留草稿
throw-away = 捨棄草稿
draft-restored = 您先前寫的內容還在這裡。
known-already = 已收錄：
add-to-it = 加入該條目
merge-with-it = 與其合併
none = —
add-language = 新增語言
remove-language = 移除此語言
of-language = 此語言的定義與附註
add-term = 新增術語
new-term = 新術語
of-term = 類型、文法、來源、附註、例句
add-context = 新增例句
of-concept = 整個概念
add-reference = 參見其他條目（輸入以查詢）
remove = 移除
remove-named = 移除 { $what }
tag-by-characters = 中文，依用字判斷字體
tag-other = 其他……
changed-meanwhile = 此條目剛才有人修改過
changed-meanwhile-how = 您寫的內容都還在。雙方改了同一處時請選擇，然後儲存。
side-read = 您讀取時
side-mine = 您寫的
side-stored = 目前儲存的
back-to-form = 回到表單

## History, proof and comments of an entry

revert = 還原
revert-to = 還原第 { $number } 版
revision-made = 建立了此條目。
revision-gone = 此條目被移除。
no-changes = 看得到的內容沒有變動。
verb-add = 新增
verb-edit = 編輯
verb-delete = 刪除
verb-revert = 還原
verb-merge = 合併
verb-import = 匯入
verb-approve = 核准
verb-amend = 修正後核准
verb-reject = 退回
verb-settle = 處理衝突
verb-undo = 復原
proof-title = 出處
proof-checked = { $count } 處，剛才核對：{ $holding } 處屬實
check-again = 重新核對
in-document = 在文件中：
place-not-stored = 這份文件沒有存在這裡。
comments = 留言
comment-box = 留言給其他人
comment-say = 送出
comment-mark = 標為已處理
comment-reopen = 重新開啟
comment-delete = 刪除
comment-done = 已處理：{ $by }

## Choosing between entries

merge = 合併
merge-which = 要把哪個條目併入此條目？請查詢
merge-how = { $other } 會併入 { $kept }，不再是獨立條目；可用「復原」取回。
merge-swap = 反過來合併
nothing-to-choose = 兩者共有的內容沒有差異。
settled-by-themselves = { $count } 處只有一方改過
own-words = 自行填寫
keep = 保留
leave-out = 捨去
only-in = 只見於：{ $side }
empty = （空白）
side-was = 原本
side-ours = 本庫
side-theirs = 匯入檔
settle = 確定
all-ours = 全採本庫
all-theirs = 全採匯入檔
was-unknown = 不知道雙方原本的內容：當初匯出時沒有記錄。
ours-gone = 本庫已刪除此條目：
stay-deleted = 維持刪除
bring-back = 以檔案的內容還原
no-conflicts = 沒有待處理的衝突。
conflict-settled = 已處理：{ $id }
conflicts-waiting = { $count } 項衝突

## Files

file-choose = 選擇檔案
files-choose = 選擇檔案
file-leave = 移除
file-leave-named = 移除 { $name }
file-told-later = 讀取時判斷語言
file-kind-txt = 純文字
file-kind-text = 純文字
file-kind-md = Markdown
file-kind-markdown = Markdown
file-kind-html = 網頁
file-kind-htm = 網頁
file-kind-docx = Word 文件
file-kind-pdf = PDF
file-kind-tmx = 翻譯記憶（TMX）
file-kind-tbx = 術語庫（TBX）
file-kind-csv = 表格（CSV）
file-kind-tsv = 表格（TSV）
file-kind-xlsx = 活頁簿（XLSX）
file-kind-xliff = 譯文（XLIFF）
file-kind-curated = 編修條目（TOML）
kilobytes = { $count } KB
megabytes = { $count } MB

## Documents

documents-drop = 把文件拖到這裡，或同時拖入原文與譯文：純文字、Markdown、網頁、Word、PDF、TMX。
documents-mine = 擷取術語
documents-sending = 傳送中……
documents-how = 這兩份文件的關係
documents-pair = 原文與譯文
documents-apart = 各自獨立
documents-is-table = { $name } 的內容是條目或句對，不是文章，請用匯入。
documents-review = 審閱擷取結果
documents-open = 開啟文件
documents-none = 尚未讀取任何文件，請把文件拖到上方。
documents-read = 已讀取 { $count } 份文件
documents-name = 文件
documents-languages = 語言
documents-when = 讀取時間
documents-units = 句對
documents-waiting = 待審閱
documents-decided = 已決定
documents-decided-counts = 核可 { $approved }，退回 { $rejected }
documents-review-named = 審閱 { $name } 的 { $count } 組術語
mined-pairs = 找到 { $count } 組術語。
mined-new = 其中 { $count } 組是新的。

## A document

document-length = { $count } 個字元
document-read-at = 讀取於 { $time }
document-counts = 核可 { $approved }，退回 { $rejected }
document-waiting = { $count } 組待審閱
document-withdrawn = { $count } 組已撤回：原本的句子已分開
document-not-aligned = 沒有儲存對齊結果。若有譯文，請把兩份文件一起擷取。
document-how = 顯示方式
document-beside = 左右對照
document-text = 讀取的原文
document-with = 對齊的文件
document-beads = { $count } 組對齊
document-units = 句對
document-empty = 沒有內容。
mark-title = { $zh } = { $en } · { $state } · { $share }
mark-proposed = 待審閱
mark-approved = 已核可
mark-rejected = 已退回
mark-withdrawn = 已撤回
pages = 頁次
pages-back = 上一頁
pages-on = 下一頁
pages-page = 第
pages-of = 頁，共 { $count } 頁
beads-keys = 用方向鍵在各組之間移動。若句子對齊有誤，可用下方按鈕或按鍵修正；翻譯記憶會隨之更新，每個動作都能復原。
beads-acts = 修正這一組
bead-number = 第 { $number } 組
bead-nothing = 這一側沒有句子
bead-join = 與下一組合併
bead-split = 拆開
bead-zh-previous = 中文 ↑
bead-zh-next = 中文 ↓
bead-en-previous = 英文 ↑
bead-en-next = 英文 ↓
bead-did-join = 已合併。
bead-did-split = 已拆開。
bead-did-move = 已移動。
bead-undone = 已復原。
bead-lost = { $count } 組術語在此失去出處。
bead-regained = { $count } 組術語恢復了出處。
split-here = 從這裡拆開
split-how = 把兩個滑桿移到第二組開始的位置。
split-zh = 中文的拆分位置
split-en = 英文的拆分位置
split-nothing = 最前面

## Import

import-drop = 把檔案拖到這裡：TBX、CSV、TSV、XLSX、TMX 或 XLIFF。在您看過變更之前，不會儲存任何內容。
import-other = 改選其他檔案
import-look = 查看會有哪些變更
import-goes-on = 您可以離開本頁，工作會繼續進行，並列在「工作」頁。
import-would = 匯入後的結果
import-new = 新增
import-changed = 變更
import-conflict = 衝突
import-refused = 拒收
import-same = 相同
import-conflict-about = 這些條目兩邊都改過。您的內容不會被覆寫，會保留下來等您決定。
import-without-refused = 略過 { $count } 筆拒收的資料
import-run =
    { $count ->
        [0] 匯入
       *[other] 匯入 { $count } 筆
    }
import-nothing = 沒有新增或變更的內容。
import-unlisted = 另有 { $count } 筆只計數、未列出。
import-read-otherwise = 有 { $count } 處讀入的內容與檔案所寫不同
import-done = 匯入完成。
import-undone = 已復原。
import-counts = 新增 { $added }，變更 { $changed }，衝突 { $conflict }。
holds-terms = 術語
holds-units = 句對
ours = 這裡：
theirs = 檔案：
columns = 欄位與前幾列
columns-guessed = 已自動辨識各欄，如有錯誤請另選。
columns-chosen = 依您選擇的欄位。
columns-unknown = 無法辨識哪些欄是術語，請指定每一欄的內容。
columns-first-row = 第一列是欄位名稱
column-is = 「{ $name }」欄的內容
column-language = 「{ $name }」欄的語言
cell-term = 術語
cell-ignore = （不讀取）
cell-extra = （保留為附註）
cell-id = 概念編號
cell-subject = 領域
cell-definition = 定義
cell-definition_source = 定義出處
cell-note = 附註
cell-source = 來源
cell-created_by = 建立者
cell-created_at = 建立時間
cell-changed_by = 修改者
cell-changed_at = 修改時間
cell-language_definition = 該語言的定義
cell-language_note = 該語言的附註
cell-status = 狀態
cell-part_of_speech = 詞性
cell-term_type = 術語類型
cell-term_source = 術語來源
cell-term_note = 術語附註
cell-context = 語境
cell-contexts = 語境
cell-context_source = 語境出處
cell-tag = 語言標籤
cell-forbidden = 禁用（是／否）
cell-history = 建立與修改紀錄
cell-language = 語言
cell-evidence = 出處
cell-concept = 條目

## Export

export-for = 用途
export-general = 檔案
export-tools = 工具
export-file = 檔案格式
export-chinese = 中文
export-since = 此日期後有變更
export-memory = 翻譯記憶（句對）。
export-pair = 只含英文與一種中文。
export-all = 包含所有語言。
export-deprecated = 不建議使用的術語會一併匯出並加以標示。
export-no-deprecated = 不建議使用的術語不會匯出，因為這個工具會把它們當成正常譯名。
export-verified-run = 已用該工具的讀取程式實測。
export-verified-read = 依該工具的原始碼或手冊。
export-looking = 正在檢查這個檔案能容納哪些內容……
export-entries = 將匯出 { $written } 個條目，共 { $of } 個。
export-units = 將匯出 { $written } 個句對，共 { $of } 個。
export-lost = 有 { $count } 項內容無法放進這個檔案：
export-whole = 內容完整，沒有遺漏。
export-download = 下載
export-remembered = 系統會記住匯出的內容，檔案修改後可以再匯入比對。
loss-what = 內容
loss-how = 處理方式
loss-dropped = 捨棄
loss-changed = 更改
loss-moved = 移到別處
loss-left-out = 整個條目不匯出
loss-each = 逐項列出
profile-archive = 完整匯出（TBX v3）
profile-csv = 表格（CSV）
profile-excel = Excel
profile-tmx = 翻譯記憶（TMX）

## Overview

overview-empty = 目前還沒有可以看的內容。
overview-subjects = { $count } 個條目，依領域
overview-entries = 條目
overview-regions = 各地區的用語
overview-regions-about = 深色：有該地區用語的條目。淺色：只有不分地區但可通用的用語。
overview-form = 中文地區
overview-has = 已有用語
overview-general = 僅有通用
overview-missing = 缺少
overview-gaps-named = { $count } 個條目缺少「{ $tag }」用語
overview-gaps-of = 缺少「{ $tag }」用語的條目
overview-matrix = 各地區用語的組合
overview-there = 已有用語
overview-others = 另有 { $count } 個條目是其他組合。
overview-waiting = 待審閱，依文件與信心值
overview-pairs = 組
overview-square = { $name }：{ $share } 以上有 { $count } 組
overview-more-documents = 另有 { $count } 份文件也有待審閱的術語。
overview-reliability = 信心值準不準？
overview-reliability-about = 橫軸是系統給的信心值，縱軸是您核可的比例；落在線上表示兩者相符。
overview-said = 信心值
overview-right = 核可
overview-decided = 已決定
overview-growth = 成長
overview-weeks = 逐週
overview-week = 週次（起始日）
growth-entries = 條目：{ $from } 當週 { $first }，目前 { $last }
growth-units = 句對：{ $from } 當週 { $first }，目前 { $last }
overview-done = 誰做了什麼
overview-since = 自 { $time } 起
overview-none-done = 這段時間沒有任何動作。
overview-all-wanted = 所有查不到的術語
gaps = 缺少「{ $tag }」用語
verb-mine = 擷取
verb-units = 儲存句對
verb-align = 修正對齊
verb-restore = 還原備份
verb-demo = 執行示範

## Jobs

jobs-open = { $count } 項工作尚未完成
jobs-none-open = 目前沒有等待或進行中的工作。
jobs-none = 還沒有送出任何工作。
job-kind-mine = 擷取
job-kind-mine-memory = 擷取翻譯記憶
job-kind-demo = 填入隨附的文件
job-kind-import = 匯入
job-kind-export = 匯出
job-kind-evaluate = 評估
job-waiting = 等待中
job-running = 進行中
job-done = 完成
job-failed = 失敗
job-stopped = 已停止
job-broken = 中斷：處理程序已消失
job-stop = 停止
job-stop-named = 停止：{ $name }
job-again = 重新開始
job-again-named = 重新開始：{ $name }
job-left = 還需 { $time }
job-of = { $done }／{ $total }
stage-layout = 關鍵詞
stage-gloss = 括號註釋
stage-alignment = 句子對齊
stage-pairs = 術語配對
stage-titles = 標題
stage-definitions = 定義
stage-reading = 讀取
stage-storing = 儲存
seconds = { $count } 秒
minutes = { $count } 分鐘
hours = { $count } 小時

## Webhook

hooks-about = 伺服器會把變更通知這些網址：附上簽章、依序傳送，未收下就重送。
hooks-none = 尚未新增任何 webhook。
hook-told = 已全部通知
hook-behind = 落後
hook-failing = 傳送失敗
hook-paused = 已暫停
hook-behind-by = 落後 { $count } 項變更
hook-told-at = 上次通知：{ $time }
hook-never = 尚未通知過
hook-all-kinds = 所有種類的變更
hook-added = 由 { $by } 新增，{ $time }
hook-tries = 最近 { $count } 次傳送失敗：
hook-last-error = 最近一次失敗：
hook-act = { $act }：{ $url }
hook-test = 測試
hook-testing = 正在傳送測試…
hook-tested = 在 { $ms } 毫秒內回應 { $status }。
hook-refused = 測試未被收下：{ $error }
hook-pause = 暫停
hook-resume = 繼續
hook-remove = 移除
hook-remove-sure = 尚未通知的變更將不再傳送。
hook-removed = 已移除：{ $url }
hook-letters = 有 { $count } 批變更無法送達
letter-changes =
    { $count ->
        [1] 變更 { $first }
       *[other] 變更 { $first } 至 { $last }
    }
letter-again = 即將重送
letter-retry = 重送
letter-retry-named = 重送：{ $which }
letters-retry = 全部重送
hook-new = 新增 webhook
hook-url = 網址
hook-kinds = 只通知這些種類的變更；都不選則全部通知
hook-add = 新增
hook-secret = { $url } 的密鑰，接收端用它驗證簽章。只在此時顯示一次。
change-entry = 條目
change-candidate = 候選術語
change-unit = 句對
change-document = 文件
change-comment = 留言
change-conflict = 衝突
change-step = 操作步驟
