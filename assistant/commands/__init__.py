"""The commands of `assistant`, by what they are for; :mod:`assistant.cli` is their one door."""
