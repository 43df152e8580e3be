"""Embedded IMAP and SMTP servers and sample mail, so that `assistant demo` shows the real daemon at work."""
