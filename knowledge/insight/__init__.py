"""What can be learnt from the turns without keeping what anybody wrote."""
