"""Commands that make the data of the text modules: `python -m glossary.text.make.pinyin`."""
