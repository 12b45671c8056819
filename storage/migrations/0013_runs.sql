-- Quotes are found by their runs of three words too (storage/search.py): of a quotation with a word changed, most still stand.
UPDATE fact_search SET tag = tag || ' ' || run_tokens(text)
WHERE rowid IN (SELECT id FROM fact WHERE kind = 'quote' AND withdrawn_at IS NULL) AND run_tokens(text) <> '';
