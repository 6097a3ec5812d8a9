"""The register in Excel: the workbook thiet-lap.xlsx made, read back, and its changes written into the YAML files."""
