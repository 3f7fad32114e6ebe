-- Titles and tags of tagging records, folded; rowid is tagging_records.number.
CREATE VIRTUAL TABLE tagging_search USING fts5(owner, title, tags, tokenize = 'trigram');
