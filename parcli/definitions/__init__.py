"""YAML to Edition and Cycle, with file and line for every complaint."""
