"""The desk: one visit of one citizen, from the card to the printed paper, in eight steps."""
