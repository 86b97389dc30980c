/* Every route of leave-front, one a line: METHOD PATH, and "bare" behind it
 * when a POST there has no form of ours. tests/walk.py goes to all of them. */
#include "front/front.h"

#include <stdio.h>

static void
print_table(const struct route_table *table)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct route *route = &table->routes[i];

		(void)printf("%s %s%s\n",
		    route->method == HTTP_POST ? "POST" : "GET", route->path,
		    route->is_bare ? " bare" : "");
	}
}

int
main(void)
{
	for (size_t i = 0; i < front_table_count; i++)
		print_table(front_tables[i]);
	return 0;
}
