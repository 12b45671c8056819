"""The words of the house: frozen values, standard library only, no I/O and no clock."""
