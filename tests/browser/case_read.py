"""The case page as a person reads it: where the case stands, its clocks, what can be done and what cannot."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from playwright.sync_api import Page

from workflow.case_type.model import CaseType

_READ = """() => {
  const said = one => one ? one.textContent.replace(/\\s+/g, ' ').trim() : '';
  const clock = one => {
    const end = one.querySelector(':scope > p > a.due'), time = end && end.querySelector('time');
    return {title: said(one.querySelector('h3')), badge: said(one.querySelector('.badge-clock')),
      text: said(time), iso: time ? time.dateTime : '', timer: time ? time.dataset.ledger : '',
      ledger: end ? end.getAttribute('href') : '',
      links: [...one.querySelectorAll('.badge-clock time')].map(day => !!day.closest('a.due[href]'))};
  };
  const acts = [...document.querySelectorAll("#acts a[href*='/act/']")];
  return {
    whole: !!document.querySelector('#acts'),
    words: said(document.querySelector('.stages-words')),
    clocks: [...document.querySelectorAll('.clock')].map(clock),
    acts: Object.fromEntries(acts.map(one => [one.href.split('/act/')[1], said(one)])),
    events: [...document.querySelectorAll('.timeline .what')].map(said),
    links: [...document.querySelectorAll('.aside-rest li')].map(said),
    refused: Object.fromEntries([...document.querySelectorAll('#acts .refused li')].map(
      one => [said(one.querySelector('strong')), said(one)])),
  };
}"""
_DAY = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
_STANDINGS = {
    "tạm dừng": ("paused", None),
    "đúng hạn": ("stopped", "in_time"),
    "trễ hạn": ("stopped", "late"),
    "đã kết thúc": ("stopped", "none"),
}
"""What a badge says of a clock that does not run, and what a timer is then."""


@dataclass(frozen=True)
class CaseRead:
    """What the page says. `is_whole`: the reader sees all of the case; `timers` as `playing.compare` reads
    them; `acts`: the title of each act that can be begun; `refused`: what is said beside the title of each
    that cannot; `events`: the newest titles; `links`: other cases with what they are to this one."""

    is_whole: bool
    words: str
    timers: tuple[Mapping[str, Any], ...]
    acts: Mapping[str, str]
    refused: Mapping[str, str]
    events: tuple[str, ...]
    links: tuple[str, ...]


def read_case_page(page: Page, case_type: CaseType) -> CaseRead:
    """What the case page before the person says; each of its due days opens its ledger."""
    page.wait_for_load_state("domcontentloaded")
    found = page.evaluate(_READ)
    names = {clock.title.vi: name for name, clock in case_type.clocks.items()}
    timers = tuple(_timer(one, names) for one in found["clocks"])
    return CaseRead(
        found["whole"],
        found["words"],
        timers,
        found["acts"],
        found["refused"],
        tuple(found["events"]),
        tuple(found["links"]),
    )


def _timer(said: Mapping[str, Any], names: Mapping[str, str]) -> Mapping[str, Any]:
    assert said["timer"] and f"/clocks/{said['timer']}" in said["ledger"], f"no ledger: {said}"
    assert all(said["links"]), f"a due day that opens no ledger: {said}"
    day = _DAY.search(said["text"])
    assert day, f"no day in {said['text']!r}"
    due = date(int(day[3]), int(day[2]), int(day[1]))
    assert said["iso"].startswith(due.isoformat()), f"people and machines read different days: {said}"
    running, verdict = "running", None
    for words, standing in _STANDINGS.items():
        if re.search(rf"(^|\W){words}", said["badge"]):
            running, verdict = standing
    return {
        "timer_id": said["timer"],
        "clock": names[said["title"]],
        "running": running,
        "verdict": verdict,
        "legal_due": due,
    }
