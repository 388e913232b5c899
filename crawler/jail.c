/* Filters for system calls and files in memory are Linux's own. */
#define _GNU_SOURCE

#include "crawler/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#else
#define MACHINE 0
#endif

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define REFUSE (SECCOMP_RET_ERRNO | EPERM)
#define FIRST_OTHER_ABI 0x40000000U /* x32 numbers on x86_64 */
#define WRITING (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND)

/* openat2() and io_uring hide from a filter what they open. */
static const uint32_t refused[] = { SYS_socket, SYS_connect, SYS_bind,
	SYS_listen, SYS_accept, SYS_accept4, SYS_openat2, SYS_io_uring_setup,
	SYS_io_uring_enter, SYS_io_uring_register, SYS_mkdirat, SYS_mknodat,
	SYS_unlinkat, SYS_renameat2, SYS_linkat, SYS_symlinkat, SYS_truncate,
	SYS_fchmodat, SYS_fchownat, SYS_utimensat, SYS_setxattr, SYS_lsetxattr,
	SYS_open_by_handle_at, SYS_ptrace, SYS_process_vm_readv,
	SYS_process_vm_writev, SYS_mount, SYS_umount2, SYS_pivot_root,
	SYS_chroot, SYS_unshare, SYS_setns, SYS_bpf, SYS_userfaultfd,
	SYS_perf_event_open, SYS_init_module, SYS_finit_module, SYS_kexec_load,
	SYS_add_key, SYS_keyctl,
#if defined(__x86_64__) /* as they were called before */
	SYS_creat, SYS_mkdir, SYS_mknod, SYS_rmdir, SYS_unlink, SYS_rename,
	SYS_renameat, SYS_link, SYS_symlink, SYS_chmod, SYS_chown, SYS_lchown,
	SYS_utime, SYS_utimes
#endif
};

/* Calls that open a file, and which of their arguments says for what. */
static const struct opener {
	uint32_t call, flags;
} openers[] = {
	{ SYS_openat, 2 },
#if defined(__x86_64__)
	{ SYS_open, 1 },
#endif
};

struct program {
	struct sock_filter code[16 + COUNT(refused) * 2 + COUNT(openers) * 5];
	unsigned short n;
};

static void add(struct program *p, uint16_t code, uint32_t k)
{
	p->code[p->n++] = (struct sock_filter){ .code = code, .k = k };
}

static void load(struct program *p, size_t offset)
{
	add(p, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset);
}

/* Skips so many steps unless the comparison holds. */
static void skip_unless(
	struct program *p, uint16_t comparison, uint32_t k, uint8_t steps)
{
	add(p, (uint16_t)(BPF_JMP | BPF_K | comparison), k);
	p->code[p->n - 1].jf = steps;
}

static void answer(struct program *p, uint32_t what)
{
	add(p, BPF_RET | BPF_K, what);
}

/* The lower half of the argument: flags need no more. */
static size_t argument(uint32_t i)
{
	return offsetof(struct seccomp_data, args) + i * sizeof(uint64_t);
}

static void write_program(struct program *p)
{
	load(p, offsetof(struct seccomp_data, arch));
	add(p, BPF_JMP | BPF_K | BPF_JEQ, MACHINE);
	p->code[p->n - 1].jt = 1;
	answer(p, REFUSE);
	load(p, offsetof(struct seccomp_data, nr));
	skip_unless(p, BPF_JGE, FIRST_OTHER_ABI, 1);
	answer(p, REFUSE);
	for (size_t i = 0; i < COUNT(refused); i++) {
		skip_unless(p, BPF_JEQ, refused[i], 1);
		answer(p, REFUSE);
	}
	for (size_t i = 0; i < COUNT(openers); i++) {
		skip_unless(p, BPF_JEQ, openers[i].call, 4);
		load(p, argument(openers[i].flags));
		skip_unless(p, BPF_JSET, WRITING, 1);
		answer(p, REFUSE);
		answer(p, SECCOMP_RET_ALLOW);
	}
	answer(p, SECCOMP_RET_ALLOW);
}

bool jail_enter(void)
{
	struct program p = { .n = 0 };
	struct sock_fprog filter = { .filter = p.code };

	if (MACHINE == 0)
		return false;
	write_program(&p);
	filter.len = p.n;
	/* Else a program with more rights than ours could be started. */
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

void jail_end_with_maker(void)
{
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
}

int jail_file(void)
{
	return memfd_create("oit", MFD_CLOEXEC);
}
