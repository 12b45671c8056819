-- Each story that an article stood in before that story became part of another: its id leads on for whoever could see it there, and for
-- nobody else. Of what was merged before this was kept nothing is known, so such an id is unknown to all.
CREATE TABLE former_story (
    story_id INTEGER NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    PRIMARY KEY (story_id, article_id)
) WITHOUT ROWID;
CREATE INDEX former_story_article ON former_story (article_id);
