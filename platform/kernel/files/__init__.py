"""Files stored by content digest; reached only through the object they hang on."""
