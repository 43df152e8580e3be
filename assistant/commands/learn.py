"""train and evaluate: the classifier's recipe and its exam."""
