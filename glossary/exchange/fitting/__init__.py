"""An entry made to fit what a target can hold, what that costs, and the way back.

ConceptEntry -> languages -> fields, relocation, evidence -> rows -> fitter, telling its loss
what came back -> restoration
"""
