"""Runs one command and turns whatever happens into words and an exit code."""

import logging
import os
import sys
from collections.abc import Sequence

import typer
from typer.exceptions import TyperException

from celliq_desktop.app.cli.answers import Answer, say, say_problem
from celliq_desktop.app.cli.commands import app
from celliq_desktop.app.cli.options import Everywhere, split
from celliq_desktop.app.crash import CrashNet
from celliq_desktop.domain.problems import Bug, Cancelled, NeedsYou, Problem

_log = logging.getLogger(__name__)
_USAGE = 2


def run(arguments: Sequence[str]) -> int:
    """The whole command line: 0 done, 1 bug, 2 usage, 3 needs you, 4 try again, 5 refused, 6 surroundings."""
    as_json = "--json" in arguments
    try:
        everywhere, words = split(arguments)
        answer = _carried_out(everywhere, words)
        say(answer, as_json=as_json)
        sys.stdout.flush()
        return answer.exit_code
    except typer.Exit as stopped:
        return int(stopped.exit_code)
    except TyperException as wrong:
        say_problem(_usage(wrong), as_json=as_json)
        return _USAGE
    except (KeyboardInterrupt, typer.Abort):
        stopped_by_hand = Cancelled("cancelled", "Stopped. What was finished is kept.")
        say_problem(stopped_by_hand, as_json=as_json)
        return stopped_by_hand.kind.exit_code
    except BrokenPipeError:  # whoever read our words has enough; what was done is done
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Problem as problem:
        say_problem(problem, as_json=as_json)
        return _USAGE if problem.code == "usage" else problem.kind.exit_code
    except Exception as error:
        CrashNet(lambda _report: None).caught("the command line", error)
        bug = Bug(
            "bug",
            "This command stopped because of an error in the program.",
            next_step="The redacted details are in the log of the profile.",
        )
        say_problem(bug, as_json=as_json)
        return bug.kind.exit_code


def _carried_out(everywhere: Everywhere, words: Sequence[str]) -> Answer:
    command = typer.main.get_command(app)
    answer = command.main(list(words), prog_name="celliq-desktop", standalone_mode=False, obj=everywhere)
    return answer if isinstance(answer, Answer) else Answer({}, said=True, exit_code=answer or 0)


def _usage(wrong: TyperException) -> NeedsYou:
    words = wrong.format_message() if isinstance(wrong, typer.BadParameter) else str(wrong)
    return NeedsYou("usage", words or "These words do not fit.", next_step="See “celliq-desktop --help”.")
