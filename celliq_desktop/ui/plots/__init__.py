"""Plots: one idea each, labelled axes with units, hover read-out, drag to zoom, double click to reset."""
