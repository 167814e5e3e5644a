"""Practice products of the training with their feedback, and labs that check themselves."""
