/*
 * The walls around a process that reads foreign bytes: whatever takes it over
 * through a fault in a parser reaches no network and changes no file.
 *
 * Programs it starts stand within the same walls.
 */
#ifndef OIT_CRAWLER_JAIL_H
#define OIT_CRAWLER_JAIL_H

#include <stdbool.h>

/*
 * For the rest of this process and all it starts, the system refuses (EPERM)
 * to make sockets, to open files for writing, to make, rename, remove or change
 * any, to look into other processes and to load code into the system.  What is
 * open stays usable.  False where the system knows no such walls: then limits
 * alone hold.
 */
bool jail_enter(void);

/* From here on the system ends this process when the one that made it ends:
 * a program that takes its time is nobody's once its reader was killed. */
void jail_end_with_maker(void);

/* A file for reading and writing that has no name and lies in memory, closed
 * by execve(); -1 when there is none to be had. */
int jail_file(void);

#endif
