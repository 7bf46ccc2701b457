"""What goes out: files made of what was collected."""
