"""Replies: facts in, letters out. Knows nothing of mail transport, cases or databases.

`choose.choose(facts)` says which letters fit; `render.render_letter(facts.with_parts(...))` writes one, with a visible
token for each `fill.fields(letter)` that `fill.fill(letter, values)` then fills; `lint.lint(body, subject, facts,
recipients)` says what stands in the way of sending it; `registry.LETTERS` what a machine may send alone.
"""
