"""Fit an entry to what a target can hold, report what is lost, and restore it on return.

ConceptEntry -> languages -> fields, relocation, evidence -> rows -> fitter, reporting losses
a returned entry -> restoration
"""
