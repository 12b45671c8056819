"""Answers to Discord layouts; pure."""
