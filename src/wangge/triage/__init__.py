"""智能分类: what a report may be about, what many people report, and how often that was right."""
