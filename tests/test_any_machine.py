"""The main job as on other processors: each gives the same bytes.

Child processes run `glossary demo` with every OpenBLAS kernel that this machine can run, some
without the vector instructions of numpy and of the C library, or without numba. Three run the whole
demo, the others two documents of it; with GLOSSARY_EVERY_KERNEL=1 all run the whole.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from glossary.codec import to_plain
from glossary.store.base import CandidateFilter
from glossary.termbase import Termbase
from tests.main_job import FILES, GOLDEN, ROOT, mined

pytestmark = pytest.mark.skipif(
    platform.machine() not in ("x86_64", "AMD64"), reason="names kernels of x86-64"
)
SHARE = ("bullets-alliance-technology.txt", "strategy-brief.zh.txt", "strategy-brief.en.txt")
EVERY = bool(os.environ.get("GLOSSARY_EVERY_KERNEL"))
LEAST_KERNELS = 3
CHILD = """
import json, sys
if sys.argv[1] == "without numba":
    sys.modules["numba"] = None
import numpy, threadpoolctl
libraries = threadpoolctl.threadpool_info()
kernels = [one["architecture"] for one in libraries if one["internal_api"] == "openblas"]
found = numpy.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
with open("machine.json", "w") as stream:
    json.dump({"kernels": kernels, "vectors": found}, stream)
sys.argv = ["glossary", "--db", "demo.db", "demo", "--no-serve", *sys.argv[2:]]
from glossary.cli import main
main()
"""


@dataclass(frozen=True)
class Machine:
    """A kernel of OpenBLAS, its possible names, and what else is disabled."""

    kernel: str
    known_as: tuple[str, ...] = ()
    whole: bool = EVERY  # the whole demo, or two documents
    numba: bool = True
    vectors: str = "all"  # of numpy and the C library: all, AVX2 (none of AVX-512), none

    def runs_as(self, kernels: list[str]) -> bool:
        return bool(kernels) and set(kernels) <= {self.kernel, *self.known_as}


MACHINES = (
    Machine("Prescott", ("Katmai",), whole=True, numba=False, vectors="none"),
    Machine("Sandybridge", whole=True, vectors="none"),
    Machine("Haswell", whole=True, vectors="AVX2"),
    Machine("Nehalem"),
    Machine("Zen", ("Haswell",), numba=False, vectors="AVX2"),
    Machine("SkylakeX"),
)


@dataclass(frozen=True)
class Run:
    """The output of a child process."""

    folder: Path
    kernels: list[str]
    vectors: list[str]

    def candidates(self) -> list[str]:
        """Every candidate with its confidence and its evidence, as text."""
        with Termbase.open(self.folder / "demo.db") as termbase:
            found = termbase.candidates(CandidateFilter(state=None))
        return [json.dumps(to_plain(one), ensure_ascii=False) for one in found]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """The runs of all machines, two at a time."""
    top = tmp_path_factory.mktemp("machines")
    share = top / "seeds"
    share.mkdir()
    for name in SHARE:
        shutil.copy(ROOT / "seeds" / "documents" / name, share)
    with ThreadPoolExecutor(2) as pool:
        made = pool.map(lambda m: _run(m, top / m.kernel, share), MACHINES)
        return dict(zip((m.kernel for m in MACHINES), made, strict=True))


def _run(machine: Machine, folder: Path, share: Path) -> Run:
    folder.mkdir()
    numba = "with numba" if machine.numba else "without numba"
    options = [] if machine.whole else ["--seeds", os.path.relpath(share, folder)]
    done = subprocess.run(
        [sys.executable, "-c", CHILD, numba, *options],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=900,
        env=_environment(machine),
    )
    assert done.returncode == 0, f"{machine}: {done.stderr}"
    return Run(folder, **json.loads((folder / "machine.json").read_text()))


def _environment(machine: Machine) -> dict[str, str]:
    given = {k: v for k, v in os.environ.items() if k != "GLOSSARY_DB"}
    given |= {"OPENBLAS_CORETYPE": machine.kernel, "PYTHONPATH": str(ROOT)}
    if machine.vectors != "all":
        given["NPY_DISABLE_CPU_FEATURES"] = " ".join(_taken_away(machine, _numpy_vectors()))
    if machine.vectors == "none":
        names = ("AVX2", "FMA", "AVX512F", "AVX2_Usable", "FMA_Usable", "AVX512F_Usable")
        given["GLIBC_TUNABLES"] = "glibc.cpu.hwcaps=" + ",".join(f"-{name}" for name in names)
    return given


def _numpy_vectors() -> list[str]:
    found: list[str] = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
    return found


def _taken_away(machine: Machine, found: list[str]) -> list[str]:
    if machine.vectors == "none":
        return found
    return [name for name in found if "512" in name or name == "X86_V4"]


def test_three_kernels_at_least(runs: dict[str, Run]) -> None:
    ran = {m.kernel: runs[m.kernel].kernels for m in MACHINES if _ran(m, runs)}
    kernels = {name for names in ran.values() for name in names}
    assert len(kernels) >= LEAST_KERNELS, f"this machine could only run {sorted(kernels)}"


def _ran(machine: Machine, runs: dict[str, Run]) -> bool:
    return machine.runs_as(runs[machine.kernel].kernels)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda m: m.kernel)
def test_the_same_bytes(runs: dict[str, Run], machine: Machine) -> None:
    run = runs[machine.kernel]
    if not machine.runs_as(run.kernels):
        pytest.skip(f"this machine runs {run.kernels} where {machine.kernel} is asked for")
    if machine.vectors != "all":
        assert not set(_taken_away(machine, _numpy_vectors())) & set(run.vectors)
    same = next(m for m in MACHINES if m.whole == machine.whole and _ran(m, runs))
    assert run.candidates() == runs[same.kernel].candidates()
    if machine.whole:
        for name in FILES:
            made = (run.folder / "exports" / name).read_bytes()
            assert made == (ROOT / "exports" / name).read_bytes(), name
        assert mined(run.folder / "demo.db") == GOLDEN.read_text(encoding="utf-8")
    else:
        other = runs[same.kernel].folder / "exports"
        for file in sorted((run.folder / "exports").iterdir()):
            assert file.read_bytes() == (other / file.name).read_bytes(), file.name
