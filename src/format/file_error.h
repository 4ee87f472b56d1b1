/* file_error.h - why a file was not read: the file's own fault, told to the person who chose it.
 *
 * A broken file is never a short one: whoever reads to the end asks here whether it was the end.
 * The first reason stays, for what follows it is a consequence. */
#ifndef FORMAT_FILE_ERROR_H
#define FORMAT_FILE_ERROR_H

#include <stdbool.h>
#include <stddef.h>

enum file_problem {
    FILE_FINE,
    /* it is something else */
    FILE_EMPTY, FILE_PLAIN_TEXT, FILE_HTML, FILE_OLD_EXCEL, FILE_PASSWORD, FILE_BINARY_EXCEL,
    FILE_OPEN_DOCUMENT, FILE_NUMBERS, FILE_WORD, FILE_ZIP, FILE_PDF, FILE_IMAGE, FILE_UNKNOWN,
    /* it is a workbook, but not whole */
    FILE_TRUNCATED, FILE_DAMAGED, FILE_NO_SHEET,
    /* it is a trap, or more than is taken */
    FILE_FORBIDDEN, FILE_BOMB, FILE_TOO_LARGE, FILE_TOO_MANY_ROWS, FILE_TOO_WIDE,
    FILE_CELL_TOO_LONG, FILE_ROW_TOO_LONG, FILE_TOO_MANY_TEXTS,
    FILE_PROBLEMS
};

struct file_error {
    enum file_problem problem;
    const char       *what;     /* Dutch, a whole sentence that says what to do; NULL when fine */
    size_t            row;      /* of the sheet, from 1, where it went wrong; 0: none */
};

/* Keeps the reason, unless there is one already.  Always false, to be returned. */
bool        file_refuse(struct file_error *, enum file_problem, size_t row);
const char *file_problem_text(enum file_problem);

/* What a file that is no zip archive is, judged by how it begins (and, for the format that Excel
 * used before 2007 and uses for passwords, by what it holds).  Never FILE_FINE. */
enum file_problem file_recognise(int fd, size_t size);

#endif
