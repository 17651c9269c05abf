"""A small runner of GitHub's workflows and composite actions: enough to execute ours as they stand.

What other people's actions do is not run but played: ``played`` says how, for each of them.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path

EXPRESSION = re.compile(r"\$\{\{\s*(.+?)\s*\}\}")

Outputs = dict[str, str]


@dataclass
class Run:
    """What a run of an action or a job gave."""

    code: int = 0
    log: str = ""
    outputs: Outputs = field(default_factory=dict)
    summary: str = ""


Play = Callable[[str, Mapping[str, str]], Run]
"""What another's action does: its revision and what it is given, to what it gives."""


@dataclass
class Runner:
    """A machine that runs jobs: where the repository lies, a folder of its own, and what stands around."""

    workspace: Path
    temp: Path
    env: dict[str, str]
    played: dict[str, Play]
    event: str = "{}"
    known: dict[str, Outputs] = field(default_factory=dict)
    """Steps of an action that need not be run again, by their id: what they gave."""

    def action(self, folder: Path, inputs: Mapping[str, str]) -> Run:
        """Run the composite action of a folder. A step of it that fails is the action's failure."""
        definition = yaml.safe_load((folder / "action.yml").read_text("utf-8"))
        assert set(inputs) <= set(definition["inputs"]), "GitHub only warns of an input that there is not"
        values = {f"inputs.{name}": str(spec.get("default", "")) for name, spec in definition["inputs"].items()}
        values |= {f"inputs.{name}": value for name, value in inputs.items()}
        run = self._steps(definition["runs"]["steps"], values, {"GITHUB_ACTION_PATH": str(folder)})
        run.outputs = {name: filled(spec["value"], values) for name, spec in definition["outputs"].items()}
        return run

    def job(self, definition: Mapping[str, Any]) -> Run:
        """Run one job of a workflow."""
        assert definition["runs-on"] == "ubuntu-latest"
        values: Outputs = {}
        run = self._steps(definition["steps"], values, {})
        environment = definition.get("environment", {})
        run.outputs = {"environment": filled(environment.get("url", ""), values)}
        return run

    def _steps(self, steps: list[dict[str, Any]], values: Outputs, env: dict[str, str]) -> Run:
        """Run steps in order; after one fails, only those whose condition says ``always()``."""
        run = Run()
        values |= {"github.job": "cards", "github.ref": "refs/heads/main", "strategy.job-index": "0"}
        for number, step in enumerate(steps):
            if not holds(step.get("if", "success()"), values, failed=run.code != 0):
                continue
            name = step.get("id", str(number))
            given = {key: filled(str(value), values) for key, value in step.get("with", {}).items()}
            if "uses" in step:
                action, _, revision = step["uses"].partition("@")
                done = self.played[action](revision, given)
            elif name in self.known:
                done = Run(outputs=self.known[name])
            else:
                assert step.get("shell", "bash") == "bash"
                assert "${{" not in step["run"], "what a user gives must not become a script"
                done = self._shell(step["run"], env | {k: filled(v, values) for k, v in step.get("env", {}).items()})
            values |= {f"steps.{name}.outputs.{key}": value for key, value in done.outputs.items()}
            run.log += done.log
            run.summary += done.summary
            run.code = run.code or done.code
        return run

    def _shell(self, script: str, env: dict[str, str]) -> Run:
        files = {key: self.temp / key.lower() for key in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_EVENT_PATH")}
        for path in files.values():
            path.write_text("")
        files["GITHUB_EVENT_PATH"].write_text(self.event, "utf-8")
        whole = {
            **self.env,
            "GITHUB_ACTIONS": "true",
            "CI": "true",
            "GITHUB_WORKSPACE": str(self.workspace),
            "RUNNER_TEMP": str(self.temp),
            **{key: str(path) for key, path in files.items()},
            **env,
        }
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        done = subprocess.run(command, cwd=self.workspace, env=whole, capture_output=True, check=False, timeout=600)
        lines = [line.partition("=") for line in files["GITHUB_OUTPUT"].read_text("utf-8").splitlines()]
        return Run(
            done.returncode,
            (done.stdout + done.stderr).decode(),
            {name: value for name, _, value in lines},
            files["GITHUB_STEP_SUMMARY"].read_text("utf-8"),
        )


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its expressions evaluated: an output that was not given is empty, anything else unknown an error."""
    return EXPRESSION.sub(lambda match: value(match[1], values), text)


def value(expression: str, values: Mapping[str, str]) -> str:
    """What an expression of one name is."""
    return values.get(expression, "") if expression.startswith("steps.") else values[expression]


def holds(condition: str, values: Mapping[str, str], *, failed: bool) -> bool:
    """Whether a step runs: its condition, and without ``always()`` nothing failed before it."""
    _, always, rest = condition.rpartition("always() && ")
    if failed and not always and condition != "always()":
        return False
    if rest in ("success()", "always()"):
        return True
    match = re.fullmatch(r"(\S+) (==|!=) '([^']*)'", rest)
    assert match, condition
    return (value(match[1], values) == match[3]) is (match[2] == "==")
