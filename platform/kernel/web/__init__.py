"""What all pages share: base template, components, static files, language, log-in, desk."""
