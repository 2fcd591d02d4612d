"""The service that takes expressions of interest and gives coordinators their desk."""
