"""YAML role descriptions and pathways, compiled into a public static site."""
