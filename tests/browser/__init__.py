"""Real Chromium against the real product: web, worker, scheduler and queue."""
