### 界面用语：简体中文。每一个标识名在本文件夹的各个目录中都有。

## The bar and what every view has

glossary = 术语库
skip = 跳到内容
views = 各页
view-look-up = 查询
view-review = 审核
view-recognise = 文中术语
view-check = 检查译文
view-lint = 地区用语
view-memory = 翻译记忆
view-documents = 文档
view-document = 文档
view-import = 导入
view-export = 导出
view-overview = 概览
view-wanted = 待补术语
view-conflicts = 导入冲突
view-jobs = 任务
view-history = 历史
view-hooks = Webhook
view-new-entry = 新词条
view-propose = 提议术语
view-entry = 词条
my-chinese = 我的中文
chinese-all = 不分地区
settings = 设置
your-name = 您的名字（随每项操作记录）
interface-language = 本页语言
as-browser = 跟随浏览器
theme = 浅色或深色
theme-system = 跟随系统
theme-light = 浅色
theme-dark = 深色
api-docs = API 说明
loading = 加载中……
more = 更多
undo = 撤销
copy = 复制
copied = 已复制：{ $text }
proof = 出处
source = 来源：
subject = 领域
language = 语言
no-such-page = 没有这个页面。
view-broke = 这个页面出了问题，已保存的数据没有受影响。
not-loaded = 本页有一部分无法加载。

## Languages, regions, statuses, types

language-en = 英文
language-zh = 中文
tag-en = 英文
tag-en-US = 英文（美国）
tag-en-GB = 英文（英国）
tag-zh = 中文
tag-zh-Hant = 繁体
tag-zh-Hans = 简体
tag-zh-Hant-TW = 台湾
tag-zh-Hans-CN = 中国大陆
tag-zh-Hant-HK = 香港
tag-zh-Hant-MO = 澳门
tag-zh-Hans-SG = 新加坡
status-preferred = 首选
status-admitted = 可用
status-deprecated = 不推荐
status-superseded = 已被取代
type-fullForm = 全称
type-acronym = 首字母缩写
type-abbreviation = 缩写
type-shortForm = 简称
type-variant = 变体
type-phrase = 短语

## What failed

try-again = 重试
leave-it = 先不管
understood = 知道了
failure-0 = 服务器没有响应。您输入的内容都还在；服务器恢复后请重试。
failure-400 = 服务器读不懂这个请求。
failure-401 = 服务器需要令牌。
failure-403 = 服务器不允许这样做。
failure-404 = 找不到，或已经不在了。
failure-409 = 这与之前做过的事有冲突。
failure-412 = 这期间已有人修改过。您的文字还在，请先看看对方的修改。
failure-413 = 一次发送的内容太大。
failure-415 = 服务器不接受这种文件。
failure-422 = 这样的内容无法保存。
failure-429 = 短时间内请求太多，请稍候再试。
failure-500 = 服务器出错了，已保存的数据没有受影响。
failure-503 = 术语库暂时无法使用。您输入的内容都还在，请稍后重试。
failure-other = 服务器拒绝了（{ $status }）。
token-wanted = 这台服务器需要令牌
token-wrong = 令牌不对，请再输入一次：
unlock = 解锁

## Looking up

search-box = 中文或英文术语
search-example = 小院高墙、small yard、xiaoyuan gaoqiang……
search-hint = 繁简均可，也可只输入一部分、拼错、拼音或拼音首字母，或使用 * 与 ?。
searching = 查询中……
found-concepts = { $count } 个概念
nothing-found = 找不到“{ $q }”。
nothing-narrowed = 上方的筛选条件排除了一部分术语。
did-you-mean = 您要找的是不是
add-it = 添加
propose-it = 提议
ask-for-it = 请求添加
asked-for = 已记下，供术语人员处理。
last-queries = 最近查询
forget-queries = 清除记录
clear-filters = 清除筛选
filter-all = 全部
filter-subject = 领域
filter-status = 状态
filter-lang = 语言
filter-tag = 地区
no-subject = （无）
as-table = 紧凑表格
asked = 查询的术语
wanted-terms = 译名
no-translation = 暂无译名。
open-entry = 词条
open-named = 打开“{ $term }”的词条
matched = 匹配：{ $why }
why-exact = 术语本身
why-case-folded = 仅大小写不同
why-width-folded = 仅全角半角不同
why-script-folded = 另一种字体的同一术语
why-punctuation-folded = 仅标点不同
why-spacing = 仅空格不同
why-inflected = 词形变化
why-prefix = 以此开头
why-contains = 包含此字符串
why-within-the-query = 包含在查询内容中
why-one-character-differs = 一个字不同
why-one-character-missing = 少一个字
why-one-character-extra = 多一个字
why-one-character-swapped = 两字对调
why-characters-differ = 几个字不同
why-same-sound = 读音相同
why-similar-character = 字形相近
why-similar-sound = 读音相近
why-word-order = 词序不同
why-contains-with-one-character-wrong = 包含此字符串，一个字不同
why-misspelt = 拼写有误
why-some-of-the-words = 部分词语相同
why-abbreviation = 为其缩写
why-pinyin = 拼音相同
why-pinyin-cut-short = 拼音的缩写
why-initials = 拼音首字母相同
why-pinyin-similar-sound = 拼音相近
why-pinyin-misspelt = 拼音拼写有误
why-pinyin-prefix = 拼音开头相同
why-pinyin-prefix-similar-sound = 拼音开头相近
why-pinyin-within = 拼音中包含
why-characters-and-pinyin = 汉字与拼音混合
why-wildcard = 符合模式
why-both-languages = 两种语言均匹配
proof-holds = ✓ 出处属实
proof-fails = ✗ 出处已不符
line = 第 { $line } 行
not-mined = 由人工输入，并非从文档提取。
key-slash = 或直接打字：重新查询
key-enter = 复制第一个译名
key-arrows = 在结果间移动
key-numbers = 复制该编号的译名（在输入框中请加按 Alt）
key-e = 打开该结果的词条
key-esc = 回到输入框；在输入框中则清空
first-visit = 这个术语库还是空的。
first-demo = 填入随附的文档
first-demo-about = 七份文档与 700 个词条，供您试用，约需一两分钟。
first-demo-done = 已有 { $entries } 个词条，{ $waiting } 组词对待审。
first-mine = 从文档提取术语
first-import = 导入术语库
first-add = 添加第一个术语
first-propose = 提议第一个术语

## Review

states = 审核状态
state-open = 待审
state-skipped = 已跳过
state-approved = 已通过
state-rejected = 已驳回
filters = 筛选
review-text = 文字
review-document = 文档
review-subject = 领域
review-kind = 类别
review-method = 来源方式
review-least = 置信度
from-share = { $share } 及以上
kind-term = 术语
kind-person = 人名
kind-organisation = 机构
kind-title = 标题
kind-abbreviation = 缩写
method-gloss = 括号夹注
method-keyword = 关键词表
method-title = 标题
method-table = 表格
method-parallel = 双语句对
method-definition = 定义
method-model = 语言模型
method-manual = 人工提议
pairs = 词对
pair-list = 词对列表
pair = 词对
queue-size = { $count } 个词对
more-of = 还有 { $count } 个
unsent = { $count } 项尚未保存……
confidence = 置信度
skipped-by = 由 { $by } 跳过
proposed-by = 由 { $by } 提议
not-stored = 未能保存：
was = 原为
dictionary-form = 词典形：
more-evidence = 文档中另有 { $count } 处
term-zh = 中文术语
term-en = 英文术语
edge-start = 起点
edge-end = 终点
edge-start-left = { $language }：起点左移
edge-start-right = { $language }：起点右移
edge-end-left = { $language }：终点左移
edge-end-right = { $language }：终点右移
save = 保存
cancel = 取消
into = 通过为
into-own = 独立的概念
decisions = 审核记录
decision = 决定
decision-approve = 通过
decision-amend = 修改后通过
decision-reject = 驳回
decision-skip = 跳过
decision-undo = 撤销
act-approve = 通过
act-amend = 修改
act-reject = 驳回
act-skip = 跳过
act-undo = 撤销
choose-pair = 选择 { $pair }
chosen = 已选 { $count } 个
choose-none = 取消选择
use = 在翻译记忆库中
use-together = 中英同现
use-zh-alone = 只有中文
use-en-alone = 只有英文
use-inside = 处在更长的词对之内
use-rivals = 这个中文词的译法
use-variants = 另有写法
nothing-waits = 没有待审的词对。
nothing-there = 没有处于这种状态的词对。
nothing-to-undo = 没有可以撤销的操作。
undo-earlier = 撤销这一步
undo-earlier-what = 本次审核已没有可撤销的决定。这里的最后一步是“{ $what }”，由 { $by } 于 { $when } 完成。
said-decided =
    { $decision ->
        [approve] 已通过
        [amend] 已修改并通过
        [reject] 已驳回
       *[skip] 已跳过
    }：{ $count ->
        [1] { $pair }
       *[other] { $count } 个词对
    }
said-taken-back =
    已撤销：{ $count ->
        [1] { $pair }
       *[other] { $count } 个词对
    }
said-came-back =
    未能保存，已放回列表：{ $count ->
        [1] { $pair }
       *[other] { $count } 个词对
    }
together-open = 一次处理全部……
together = 一次处理全部词对
from-confidence = 置信度不低于
would-decide =
    { $decision ->
        [approve] 将通过
        [reject] 将驳回
       *[skip] 将跳过
    } { $count } 个词对，合为一步，可一次撤销。
would-make = 新建词条：{ $made }；并入已有词条：{ $changed }。
would-refuse = 有 { $count } 个词对无法这样处理，保持原样：
least-sure = 其中置信度最低的：
together-confirm =
    { $decision ->
        [approve] 通过
        [reject] 驳回
       *[skip] 跳过
    } { $count } 个
sitting = 本次审核
sitting-decided = 共决定 { $count } 个词对：
sitting-kinds = 通过 { $approved }、修改 { $amended }、驳回 { $rejected }；跳过 { $skipped }。
sitting-pace = 除去停顿，每小时约 { $count } 个决定。
reliability = 原样通过的比例与置信度对照
said = 置信度
approved-share = 通过比例
keys = 按键
keys-of-review = 审核按键
help-approve = 通过（连同修改）
help-amend = 重新输入术语
help-reject = 驳回
help-skip = 跳过，留待以后
help-undo = 撤销上一个决定
help-zh-start = 移动中文术语的起点
help-zh-end = 移动中文术语的终点
help-en-start = 移动英文术语的起点
help-en-end = 移动英文术语的终点
help-dictionary = 改用词典形；再按还原
help-into = 换下一个可并入的词条
help-why = 重新核对全部证据
help-move = 下一个、上一个
help-choose = 选择这一个；按住 Shift 点击可连选
help-choose-more = 连续选择
help-escape = 放弃修改或选择
help-help = 显示这些按键
help-queued = 按键不会丢失：决定会按顺序在后台保存。

## Terms in a text

text-box = 中文或英文文字
text-example = 粘贴文字，或把文件拖到这里；文中的术语会标在下方。
inside-words = 也包含其他词之内的
chinese-wanted-is = 需要的中文：{ $chinese }
recognising = 正在查找术语……
terms-in-text = { $count } 个术语，出现在 { $places } 处
text-too-long = 共 { $size } 个字符，超过一次可处理的 { $limit } 个。内容不会被截断，请分段粘贴。
not-a-text = { $name } 不是纯文本文件。文档请到这里读取：
no-term-in-chinese = 该地区的中文暂无术语
terms-found = 术语一览
no-terms-in-text = 文中没有本术语库的术语。
inside-a-word = 在词内

## Checking

check-source = 原文
check-target = 译文
check-drop = 粘贴原文和译文，或把双语文件拖到这里：XLIFF、TMX、PO 或表格。
check-lines-apart = 两边行数不同，整段一起检查。
check-too-long = 超过 { $limit } 行，请以文件拖入。
checking = 检查中……
check-not-done = 没有检查完成。
check-found =
    { $count ->
        [0] 没有需要留意的地方
       *[other] 有 { $count } 处需要留意
    }（{ $segments } 个句段，{ $terms } 个术语）
check-refused = 有 { $count } 个句段无法读取
check-rule-missing = 缺少术语
check-rule-forbidden = 不应使用的术语
check-rule-region = 其他地区的用语
check-rule-script = 字体不符
check-rule-inconsistent = 译法不一致
check-rule-untranslated = 尚未翻译
check-rule-acronym = 缩写未附全称
check-rule-numbers = 数字不符
check-fix = 改为
check-allow = 此处可用
check-choose-form = 请先在译文中选取可用的写法，再按一次。
which-check = 译文
which-lint = 一份中文
lint-text = 中文内容
lint-for = 读者在
lint-drop = 粘贴中文，或把文档拖放到这里：纯文本、Markdown、HTML、docx 或 PDF。
lint-found =
    { $count ->
        [0] 没有其他地区的用语
       *[other] { $warnings } 处该改，{ $questions } 处待决定
    }
lint-warning = 其他地区的用语
lint-question = 待决定
lint-repeated = 另有 { $count } 处
choose-another = 换一个文件

## Memory

sentence-box = 中文或英文句子
sentence-example = 一个句子，或句子的一部分
how-memory = 相似的句子
how-concordance = 含有此字符串的句子
from-percent = 相似度（%）至少
sentences-found = { $count } 个句子
no-sentence = 翻译记忆中没有相似的句子。
pieces = 翻译记忆中出现过的片段
other-what = { $what }不同
differs-numbers = 数字
differs-punctuation = 标点
differs-case = 大小写
differs-width = 全角半角
differs-script = 字体
differs-spaces = 空格

## Wanted terms

wanted-about = 在此查过而没有找到的术语，次数最多的在前。
nothing-wanted = 目前没有查不到的术语。
looked-for = 查询内容
times = 次数
last = 最近一次

## History

steps-when = 时间
steps-who = 谁
steps-what = 做了什么
steps-size = 数量
no-steps = 目前还没有任何操作。
nobody-named = 未具名
undone = 已撤销
undo-named = 撤销：{ $what }
taken-back = 已撤销：{ $what }
count-entries = { $count } 个词条
count-judgements = { $count } 项决定
count-units = { $count } 个句对
count-conflicts = { $count } 项冲突

## An entry

acts = 对此词条的操作
act-read = 词条
act-edit = 编辑
act-uses = 使用处
act-history = 历史
act-merge = 合并
created-by =
    { $at ->
        [unknown] 由 { $by } 创建。
       *[other] 由 { $by } 创建，{ $at }。
    }
changed-by =
    { $at ->
        [unknown] 由 { $by } 修改。
       *[other] 由 { $by } 修改，{ $at }。
    }
uses-all = 全部
uses-none = 没有任何地方使用。
uses-take = 取为工作文件：
uses-list = 看在哪里
uses-unit = { $count } 个句对
uses-document = { $count } 个文档
uses-entry = { $count } 个词条
uses-evidence = { $count } 处出处
use-unit = 翻译记忆
use-document = 文档
use-entry = 词条
use-evidence = 出处
replace = 在翻译记忆中换成别的术语
replace-old = 把
replace-new = 换成
replace-look = 先看会改什么
replace-would = 会改写 { $count } 个，{ $left } 个不动。
replace-now = 改写
replaced = 已改写 { $count } 个句对。
print = 打印
delete-entry = 删除此词条
deleted = 已删除。
stored = 已保存。
merged = 已合并。
reverted = 已恢复为第 { $number } 版。
revive = 恢复此词条
no-such-entry = 没有 { $id } 这个词条，以前也没有。
entry-gone = 此词条已不在（{ $what }：{ $by }，{ $at }）。
field-subject = 领域
field-definition = 定义
field-definition_source = 定义来源
field-note = 备注
field-source = 来源
field-reference = 参见
field-term = 术语
field-tag = 语言、文字与地区
field-status = 状态
field-part_of_speech = 词性
field-term_type = 类型
field-grammaticalGender = 性
field-grammaticalNumber = 数
field-context = 例句
field-sentence = 含有术语的句子
part-noun = 名词
part-properNoun = 专有名词
part-verb = 动词
part-adjective = 形容词
part-adverb = 副词
part-other = 其他
gender-masculine = 阳性
gender-feminine = 阴性
gender-neuter = 中性
gender-other = 其他
number-singular = 单数
number-plural = 复数
number-dual = 双数
number-mass = 不可数
number-other = 其他

## Writing an entry

add-entry = 添加词条
propose-about = 由审核者决定是否收录。这两个句子就是依据：术语必须原样出现在各自的句子里。
proposed-now = 已提交审核。
proposed-before = 已在审核队列中。
proposed-rejected = 此前已由 { $by } 驳回。
proposed-approved = 此前已由 { $by } 通过。
leave-draft = 离开并保留草稿
throw-away = 放弃草稿
draft-restored = 您之前写的内容还在这里。
known-already = 已收录：
add-to-it = 加到该词条
merge-with-it = 与它合并
none = —
add-language = 添加语言
remove-language = 移除此语言
of-language = 此语言的定义和备注
add-term = 添加术语
new-term = 新术语
of-term = 类型、语法、来源、备注、例句
add-context = 添加例句
of-concept = 整个概念
add-reference = 参见其他词条（输入以查找）
remove = 移除
remove-named = 移除 { $what }
tag-by-characters = 中文，按用字判断字体
tag-other = 其他……
changed-meanwhile = 此词条刚才有人修改过
changed-meanwhile-how = 您写的内容都还在。双方改了同一处时请选择，然后保存。
side-read = 您读取时
side-mine = 您写的
side-stored = 当前保存的
back-to-form = 返回表单

## History, proof and comments of an entry

revert = 恢复
revert-to = 恢复第 { $number } 版
revision-made = 创建了此词条。
revision-gone = 此词条被移除。
no-changes = 看得到的内容没有变化。
verb-add = 添加
verb-edit = 编辑
verb-delete = 删除
verb-revert = 恢复
verb-merge = 合并
verb-import = 导入
verb-approve = 通过
verb-amend = 修正后通过
verb-reject = 驳回
verb-settle = 处理冲突
verb-undo = 撤销
proof-title = 出处
proof-checked = { $count } 处，刚刚核对：{ $holding } 处属实
check-again = 重新核对
in-document = 在文档中：
place-not-stored = 这份文档没有保存在这里。
comments = 评论
comment-box = 给其他人留言
comment-say = 发送
comment-mark = 标为已处理
comment-reopen = 重新打开
comment-delete = 删除
comment-done = 已处理：{ $by }

## Choosing between entries

merge = 合并
merge-which = 要把哪个词条并入此词条？请查找
merge-how = { $other } 会并入 { $kept }，不再是独立词条；可用“撤销”取回。
merge-swap = 反过来合并
nothing-to-choose = 两者共有的内容没有差异。
settled-by-themselves = { $count } 处只有一方改过
own-words = 自行填写
keep = 保留
leave-out = 舍去
only-in = 只见于：{ $side }
empty = （空白）
side-was = 原来
side-ours = 本库
side-theirs = 导入文件
settle = 确定
all-ours = 全用本库
all-theirs = 全用导入文件
was-unknown = 不知道双方原来的内容：当初导出时没有记录。
ours-gone = 本库已删除此词条：
stay-deleted = 保持删除
bring-back = 按文件的内容恢复
no-conflicts = 没有待处理的冲突。
conflict-settled = 已处理：{ $id }
conflicts-waiting = { $count } 项冲突

## Files

file-choose = 选择文件
files-choose = 选择文件
file-leave = 移除
file-leave-named = 移除 { $name }
file-told-later = 读取时判断语言
file-kind-txt = 纯文本
file-kind-text = 纯文本
file-kind-md = Markdown
file-kind-markdown = Markdown
file-kind-html = 网页
file-kind-htm = 网页
file-kind-docx = Word 文档
file-kind-pdf = PDF
file-kind-tmx = 翻译记忆库（TMX）
file-kind-tbx = 术语库（TBX）
file-kind-csv = 表格（CSV）
file-kind-tsv = 表格（TSV）
file-kind-xlsx = 工作簿（XLSX）
file-kind-xliff = 译文（XLIFF）
file-kind-curated = 编修词条（TOML）
kilobytes = { $count } KB
megabytes = { $count } MB

## Documents

documents-drop = 把文档拖到这里，或同时拖入原文和译文：纯文本、Markdown、网页、Word、PDF、TMX。
documents-mine = 提取术语
documents-sending = 正在发送……
documents-how = 这两个文档的关系
documents-pair = 原文和译文
documents-apart = 各自独立
documents-is-table = { $name } 的内容是词条或句对，不是文章，请使用导入。
documents-review = 审核提取结果
documents-open = 打开文档
documents-none = 还没有读取任何文档，请把文档拖到上方。
documents-read = 已读取 { $count } 个文档
documents-name = 文档
documents-languages = 语言
documents-when = 读取时间
documents-units = 句对
documents-waiting = 待审核
documents-decided = 已决定
documents-decided-counts = 通过 { $approved }，驳回 { $rejected }
documents-review-named = 审核 { $name } 的 { $count } 组术语
mined-pairs = 找到 { $count } 组术语。
mined-new = 其中 { $count } 组是新的。

## A document

document-length = { $count } 个字符
document-read-at = 读取于 { $time }
document-counts = 通过 { $approved }，驳回 { $rejected }
document-waiting = { $count } 组待审核
document-withdrawn = { $count } 组已撤回：原来的句子已分开
document-not-aligned = 没有保存对齐结果。如有译文，请把两个文档一起提取。
document-how = 显示方式
document-beside = 左右对照
document-text = 读取的原文
document-with = 对齐的文档
document-beads = { $count } 组对齐
document-units = 句对
document-empty = 没有内容。
mark-title = { $zh } = { $en } · { $state } · { $share }
mark-proposed = 待审核
mark-approved = 已通过
mark-rejected = 已驳回
mark-withdrawn = 已撤回
pages = 页码
pages-back = 上一页
pages-on = 下一页
pages-page = 第
pages-of = 页，共 { $count } 页
beads-keys = 用方向键在各组之间移动。如果句子对齐有误，可用下方按钮或按键修正；翻译记忆会随之更新，每一步都可以撤销。
beads-acts = 修正这一组
bead-number = 第 { $number } 组
bead-nothing = 这一侧没有句子
bead-join = 与下一组合并
bead-split = 拆分
bead-zh-previous = 中文 ↑
bead-zh-next = 中文 ↓
bead-en-previous = 英文 ↑
bead-en-next = 英文 ↓
bead-did-join = 已合并。
bead-did-split = 已拆分。
bead-did-move = 已移动。
bead-undone = 已撤销。
bead-lost = { $count } 组术语在此失去出处。
bead-regained = { $count } 组术语恢复了出处。
split-here = 从这里拆分
split-how = 把两个滑块移到第二组开始的位置。
split-zh = 中文的拆分位置
split-en = 英文的拆分位置
split-nothing = 最前面

## Import

import-drop = 把文件拖到这里：TBX、CSV、TSV、XLSX、TMX 或 XLIFF。在您看过改动之前，不会保存任何内容。
import-other = 换一个文件
import-look = 查看会有哪些改动
import-goes-on = 您可以离开本页，任务会继续进行，并列在“任务”页。
import-would = 导入后的结果
import-new = 新增
import-changed = 更改
import-conflict = 冲突
import-refused = 拒收
import-same = 相同
import-conflict-about = 这些词条两边都改过。您的内容不会被覆盖，会保留下来等您决定。
import-without-refused = 跳过 { $count } 条拒收的记录
import-run =
    { $count ->
        [0] 导入
       *[other] 导入 { $count } 条
    }
import-nothing = 没有新增或更改的内容。
import-unlisted = 另有 { $count } 条只计数、未列出。
import-read-otherwise = 有 { $count } 处读入的内容与文件所写不同
import-done = 导入完成。
import-undone = 已撤销。
import-counts = 新增 { $added }，更改 { $changed }，冲突 { $conflict }。
holds-terms = 术语
holds-units = 句对
ours = 这里：
theirs = 文件：
columns = 列与前几行
columns-guessed = 已自动识别各列，如有错误请另选。
columns-chosen = 按您选择的列。
columns-unknown = 无法识别哪些列是术语，请指定每一列的内容。
columns-first-row = 第一行是列名
column-is = “{ $name }”列的内容
column-language = “{ $name }”列的语言
cell-term = 术语
cell-ignore = （不读取）
cell-extra = （保留为附注）
cell-id = 概念编号
cell-subject = 领域
cell-definition = 定义
cell-definition_source = 定义出处
cell-note = 附注
cell-source = 来源
cell-created_by = 创建者
cell-created_at = 创建时间
cell-changed_by = 修改者
cell-changed_at = 修改时间
cell-language_definition = 该语言的定义
cell-language_note = 该语言的附注
cell-status = 状态
cell-part_of_speech = 词性
cell-term_type = 术语类型
cell-term_source = 术语来源
cell-term_note = 术语附注
cell-context = 语境
cell-contexts = 语境
cell-context_source = 语境出处
cell-tag = 语言标签
cell-forbidden = 禁用（是／否）
cell-history = 创建与修改记录
cell-language = 语言
cell-evidence = 出处
cell-concept = 词条

## Export

export-for = 用途
export-general = 文件
export-tools = 工具
export-file = 文件格式
export-chinese = 中文
export-since = 此日期后有改动
export-memory = 翻译记忆（句对）。
export-pair = 只含英文和一种中文。
export-all = 包含所有语言。
export-deprecated = 不推荐使用的术语会一并导出并加以标注。
export-no-deprecated = 不推荐使用的术语不会导出，因为这个工具会把它们当作正常译名。
export-verified-run = 已用该工具自己的读取程序测试。
export-verified-read = 依据该工具的源代码或手册。
export-looking = 正在检查这个文件能容纳哪些内容……
export-entries = 将导出 { $written } 个词条，共 { $of } 个。
export-units = 将导出 { $written } 个句对，共 { $of } 个。
export-lost = 有 { $count } 项内容无法放进这个文件：
export-whole = 内容完整，没有遗漏。
export-download = 下载
export-remembered = 系统会记住导出的内容，文件修改后可以再导入比对。
loss-what = 内容
loss-how = 处理方式
loss-dropped = 舍弃
loss-changed = 更改
loss-moved = 移到别处
loss-left-out = 整个词条不导出
loss-each = 逐项列出
profile-archive = 完整导出（TBX v3）
profile-csv = 表格（CSV）
profile-excel = Excel
profile-tmx = 翻译记忆库（TMX）

## Overview

overview-empty = 目前还没有可以看的内容。
overview-subjects = { $count } 个词条，按领域
overview-entries = 词条
overview-regions = 各地区的用语
overview-regions-about = 深色：有该地区用语的词条。浅色：只有不分地区但可通用的用语。
overview-form = 中文地区
overview-has = 已有用语
overview-general = 仅有通用
overview-missing = 缺少
overview-gaps-named = { $count } 个词条缺少“{ $tag }”用语
overview-gaps-of = 缺少“{ $tag }”用语的词条
overview-matrix = 各地区用语的组合
overview-there = 已有用语
overview-others = 另有 { $count } 个词条是其他组合。
overview-waiting = 待审核，按文档和置信度
overview-pairs = 组
overview-square = { $name }：{ $share } 以上有 { $count } 组
overview-more-documents = 另有 { $count } 个文档也有待审核的术语。
overview-reliability = 置信度准不准？
overview-reliability-about = 横轴是系统给出的置信度，纵轴是您通过的比例；落在线上表示两者相符。
overview-said = 置信度
overview-right = 通过
overview-decided = 已决定
overview-growth = 增长
overview-weeks = 逐周
overview-week = 周（起始日）
growth-entries = 词条：{ $from } 当周 { $first }，目前 { $last }
growth-units = 句对：{ $from } 当周 { $first }，目前 { $last }
overview-done = 谁做了什么
overview-since = 自 { $time } 起
overview-none-done = 这段时间没有任何操作。
overview-all-wanted = 所有查不到的术语
gaps = 缺少“{ $tag }”用语
verb-mine = 提取
verb-units = 保存句对
verb-align = 修正对齐
verb-restore = 恢复备份
verb-demo = 运行演示

## Jobs

jobs-open = { $count } 项任务尚未完成
jobs-none-open = 目前没有等待或进行中的任务。
jobs-none = 还没有提交任何任务。
job-kind-mine = 提取
job-kind-mine-memory = 提取翻译记忆
job-kind-demo = 填入随附的文档
job-kind-import = 导入
job-kind-export = 导出
job-kind-evaluate = 评估
job-waiting = 等待中
job-running = 进行中
job-done = 完成
job-failed = 失败
job-stopped = 已停止
job-broken = 中断：处理进程已丢失
job-stop = 停止
job-stop-named = 停止：{ $name }
job-again = 重新开始
job-again-named = 重新开始：{ $name }
job-left = 还需 { $time }
job-of = { $done }／{ $total }
stage-layout = 关键词
stage-gloss = 括号注释
stage-alignment = 句子对齐
stage-pairs = 术语配对
stage-titles = 标题
stage-definitions = 定义
stage-reading = 读取
stage-storing = 保存
seconds = { $count } 秒
minutes = { $count } 分钟
hours = { $count } 小时

## Webhook

hooks-about = 服务器会把变更通知这些网址：附带签名、按顺序发送，未被接收就重发。
hooks-none = 尚未添加任何 webhook。
hook-told = 已全部通知
hook-behind = 滞后
hook-failing = 发送失败
hook-paused = 已暂停
hook-behind-by = 滞后 { $count } 项变更
hook-told-at = 上次通知：{ $time }
hook-never = 尚未通知过
hook-all-kinds = 所有类型的变更
hook-added = 由 { $by } 添加，{ $time }
hook-tries = 最近 { $count } 次发送失败：
hook-last-error = 最近一次失败：
hook-act = { $act }：{ $url }
hook-test = 测试
hook-testing = 正在发送测试…
hook-tested = 在 { $ms } 毫秒内返回 { $status }。
hook-refused = 测试未被接收：{ $error }
hook-pause = 暂停
hook-resume = 继续
hook-remove = 移除
hook-remove-sure = 尚未通知的变更将不再发送。
hook-removed = 已移除：{ $url }
hook-letters = 有 { $count } 批变更无法送达
letter-changes =
    { $count ->
        [1] 变更 { $first }
       *[other] 变更 { $first } 至 { $last }
    }
letter-again = 即将重发
letter-retry = 重发
letter-retry-named = 重发：{ $which }
letters-retry = 全部重发
hook-new = 添加 webhook
hook-url = 网址
hook-kinds = 只通知这些类型的变更；都不选则全部通知
hook-add = 添加
hook-secret = { $url } 的密钥，接收方用它验证签名。只在此时显示一次。
change-entry = 词条
change-candidate = 候选术语
change-unit = 句对
change-document = 文档
change-comment = 评论
change-conflict = 冲突
change-step = 操作步骤
