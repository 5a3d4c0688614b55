"""What every request shares: who acts, its one transaction, how errors are answered, languages, headers.

For whoever builds on it:

* A REST resource: see `api/resources.py`. A page: see `api/pages.py`.
* `calls.in_call(work, read_only=False)` opens the transaction, finds who acts (raises NotLoggedIn) and gives
  a `Call`
  (session, act, held, language) to `work`; what `work` returns is handed on after the commit.
* Errors are raised, never answered by hand: `problems.py` holds the one table of classes and answers.
"""
