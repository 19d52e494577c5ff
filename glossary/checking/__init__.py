"""Check a translation against the termbase: is each term right, and whose is it?

segments/       a file -> BilingualSegment: the source, the target, where they stand
expectations    a segment -> the terms of its source, and what each may be called in the target
strays          words of a target that nothing in its source says
rendering       is a term there in other words: inflected, split, cut short?
rules/          one module a rule, listed in RULES; each yields Findings
variation       terms that no entry has and that vary: recurring, main_renderings, other_names
silence         what is no mistake after all, or less of one
looks           what a segment shows by itself; processes looks at several at once
checker         all of it in one pass over a file
spool           findings and other values, on disk where they are many
reports/        findings as a table, JSON, SARIF, HTML, JUnit
"""
