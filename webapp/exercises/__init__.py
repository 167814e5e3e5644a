"""Practice products, feedback and labs."""
