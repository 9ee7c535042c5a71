"""Server process of the hosted dashboard: settings, log, metrics, session affinity."""
