"""Call every operation through a client that was generated from the OpenAPI document.

    python generated_client.py FOLDER-OF-THE-CLIENT ADDRESS ADDRESS-WITH-ACCOUNTS

Runs in an environment with httpx and attrs; prints a JSON list of [operation, status, type of the
response].
"""

from __future__ import annotations

import builtins
import importlib
import json
import sys
from typing import Any

sys.path.insert(0, sys.argv[1])
client_package = importlib.import_module("glossary_client")
models: Any = importlib.import_module("glossary_client.models")
# The generator (0.29) omits this import where a body may have two types.
builtins.Unset = importlib.import_module("glossary_client.types").Unset  # type: ignore[attr-defined]
client = client_package.Client(base_url=sys.argv[2])
called: list[tuple[str, int, str]] = []


def call(tag: str, operation: str, *arguments: Any, **options: Any) -> Any:
    module = importlib.import_module(f"glossary_client.api.{tag}.{operation}")
    answer = module.sync_detailed(*arguments, client=client, **options)
    called.append((operation, int(answer.status_code), type(answer.parsed).__name__))
    return answer


def revision(concept_id: str) -> str:
    return str(call("concepts", "get_concept", concept_id).headers["ETag"])


pair = models.PairBody(zh="閘門", en="sluice")
made = call("concepts", "create_concept", body=pair).parsed
call("concepts", "create_concept", body=pair)
call("concepts", "list_concepts")
call("regions", "regions_of_form", form="软件")
call("regions", "regions_of_concept", made.id)
call("regions", "lint", body=models.LintBody(text="請用鼠標。"))
call("concepts", "impact_of_concept", made.id)
call("concepts", "impact_as_work", made.id, models.ImpactAsWorkWorkFormat.XLF)
instead = models.ReplaceBody(old="閘門", new="水閘", dry_run=True)
call("concepts", "replace_in_memory", made.id, body=instead)
patch = models.MergePatch.from_dict({"subject": "water"})
call("concepts", "patch_concept", made.id, body=patch, if_match=revision(made.id))
call("concepts", "concept_history", made.id)
call("concepts", "revert_concept", made.id, body=models.RevertBody(revision=1))
call("concepts", "add_comment", made.id, body=models.CommentBody(text="再看看"))
call("concepts", "list_comments", made.id)
call("concepts", "mark_comment", made.id, 1, body=models.MarkBody(done=True))
call("concepts", "delete_comment", made.id, 1)
call("concepts", "merge_concepts", made.id, body=models.MergeBody(other="software"))
call("concepts", "why", made.id)
call("concepts", "delete_concept", made.id, if_match=revision(made.id))
call("terms", "search_terms", q="潮閘")
call("terms", "recognize", body=models.RecognizeManyBody(texts=["潮閘開了。"]))
call("terms", "recognize", body=models.RecognizeBody(text="潮閘開了。"))
call("terms", "search_many_terms", body=models.TermQueriesBody(queries=["潮閘"]))
call("terms", "list_wanted")
sides = {"source": {"text": "Open the sluice."}, "target": {"text": "把水門打開。"}}
call("checking", "check", body=models.CheckBody.from_dict({"segments": [sides]}))
call("review", "list_candidates")
call("review", "get_candidate", 1)
given = {"zh": "潮", "en": "tide", "zh_sentence": "潮來了。", "en_sentence": "The tide came."}
call("review", "propose", body=models.ProposalBody.from_dict(given))
judged = call("review", "judge", 1, body=models.JudgementBody.from_dict({"decision": "approve"}))
call("review", "count_by_field")
together = models.JudgementsBody.from_dict({"decision": "skip", "ids": [2], "dry_run": True})
call("review", "judge_together", body=together)
call("review", "summarise")
call("history", "list_steps")
call("history", "undo", body=models.UndoBody(step=judged.parsed.step))
unit = models.UnitBody(zh="錨鏈斷了。", en="The chain broke.")
call("memory", "add_units", body=models.UnitsBody(units=[unit]))
call("memory", "fuzzy_matches", q="錨鏈斷了。")
call("memory", "fuzzy_matches_each", body=models.MemoryQueriesBody(queries=["錨鏈斷了。"]))
call("memory", "concordance", q="錨鏈")
call("memory", "pieces", q="他們說錨鏈斷了")
text = models.MineBody(text="浮標（mooring buoy）在此。浮標很重。", name="a.txt")
call("mining", "mine", body=text)
english = models.Written(text="The tide came in. The ships left.", name="b.en.txt")
text = models.MineBody(text="潮水來了。船都開走了。", name="b.zh.txt", translation=english)
call("mining", "mine", body=text)
call("documents", "list_documents")
aligned = call("mining", "mine", body=text).parsed.sha256
call("documents", "get_document", aligned)
call("documents", "document_text", aligned)
bead = call("documents", "list_beads", aligned).parsed.items[0]
join = models.CorrectionBody.from_dict({"act": "join"})
call("documents", "correct_bead", aligned, bead.id, body=join)
call("overview", "overview")
call("changes", "list_changes", after=1, kind="entry,step")
call("changes", "stream_changes", after=1)
hook = call("hooks", "add_hook", body=models.HookBody(url="https://192.0.2.1.example/in")).parsed
call("hooks", "list_hooks")
call("hooks", "list_dead_letters", hook.id)
call("hooks", "retry_hook", hook.id, body=models.RetryBody())
call("hooks", "pause_hook", hook.id, body=models.ActBody())
call("hooks", "resume_hook", hook.id, body=models.ActBody())
call("hooks", "test_hook", hook.id, body=models.ActBody())
call("hooks", "remove_hook", hook.id)
memory = models.Written(text="浮標\tbuoy\n", name="a.tsv")
body = models.MineMemoryBody(file=memory, least=1, dry_run=True)
call("mining", "mine_memory", body=body)
gold = models.Written(text='{"zh": "浮標", "en": "mooring buoy", "tier": 1}')
told = "浮標（mooring buoy）在此。"
call("mining", "evaluate", body=models.EvaluateBody(text=told, name="a.txt", gold=gold))
call("jobs", "list_jobs")
call("jobs", "get_job", 1)
call("jobs", "job_events", 1)
call("jobs", "job_result", 1)
call("jobs", "restart_job", 2, body=models.RestartBody())
call("jobs", "stop_job", 3)
table = "id,en,zh-Hant-TW,definition\nkeel,keel,龍骨,{}\n"
for text in ("ours", "theirs"):
    body = models.ImportBody(text=table.format(text), name="t.csv")
    call("exchange", "import_file", body=body)
sheet = models.PreviewBody(text=table.format("theirs"), name="t.csv")
call("exchange", "preview_import", body=sheet)
call("exchange", "list_profiles")
conflict = call("exchange", "list_conflicts").parsed.items[0]
settlement = models.SettlementBody.from_dict({"take": "theirs"})
call("exchange", "settle", conflict.id, body=settlement)
call("exchange", "export", models.ExportFormat.TBX)
call("exchange", "export_and_note", models.ExportAndNoteFormat.CSV, body=models.ExportBody())
call("exchange", "export_losses", models.ExportLossesFormat.TSV)
call("operation", "healthz")
call("operation", "healthz_at_root")
call("operation", "readyz")
call("operation", "readyz_at_root")
call("operation", "metrics")
call("tmserver", "tm_languages")
told = models.TmUnitBody(source="一艘船", target="a ship")
call("tmserver", "tm_put_unit", "zh_tw", "en", "一艘船", body=told)
call("tmserver", "tm_post_unit", "zh_tw", "en", "一艘船", body=told)
call("tmserver", "tm_post_store", "zh_tw", "en", "po/boats.po", body=[told])
call("tmserver", "tm_unit", "zh_tw", "en", "一艘船")
call("mining", "fill_termbase", body=models.DemoBody())
# On a server with accounts, as a browser: the client keeps the cookie.
origin = sys.argv[3].rstrip("/")
client = client_package.Client(base_url=origin, headers={"Origin": origin})
ada = models.SignInBody(name="ada", password="correct horse")
call("people", "open_session", body=ada)
call("people", "get_me")
kept = call("people", "add_token", body=models.NewTokenBody(name="OmegaT")).parsed
call("people", "list_tokens")
call("people", "remove_token", kept.id)
call("people", "list_people")
reader = models.RoleBody.from_dict({"role": "reader"})
call("people", "give_role", "bob", body=reader)
call("people", "list_audit")
call("people", "export_audit", models.ExportAuditAuditFormat.CSV)
call("people", "close_session")
print(json.dumps(called))
