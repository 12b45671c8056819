-- A digest says how much of its window was not sure enough to be shown: few facts of many, counted without a look at the others.
CREATE INDEX fact_unsure ON fact (stored_at, article_id) WHERE shown = 0 AND is_news = 1 AND withdrawn_at IS NULL;
