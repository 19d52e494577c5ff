"""What a termbase does, whichever door it is asked at: the rules that all doors share."""
