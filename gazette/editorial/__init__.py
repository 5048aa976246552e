"""What editors and coordinators do beside a build: drafts, photos, translations, issues, reviews, forms."""
