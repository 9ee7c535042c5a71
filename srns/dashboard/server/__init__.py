"""The process that serves the dashboard: settings, log, metrics, session affinity."""
