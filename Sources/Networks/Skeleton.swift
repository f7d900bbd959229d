// Module skeleton; replaced by its first file.
