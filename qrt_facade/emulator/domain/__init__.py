"""What an emulated service is made of, without HTTP, database or processes."""
