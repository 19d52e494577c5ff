"""Commands that build the data files of `glossary.text`: `python -m glossary.text.make.pinyin`."""
