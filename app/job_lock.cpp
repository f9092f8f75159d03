// SPDX-License-Identifier: GPL-3.0-or-later
#include "job_lock.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace cnnvis::render {

JobLock::JobLock(const std::string& list, std::size_t job)
    : m_descriptor(::open(list.c_str(), O_RDWR | O_CLOEXEC))
    , m_job(job)
{ }

JobLock::~JobLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

bool JobLock::tryTake()
{
    return request(F_OFD_SETLK);
}

void JobLock::take()
{
    while (!request(F_OFD_SETLKW)) { }
}

bool JobLock::request(int command) const
{
    if (m_descriptor < 0)
        return true;
    struct flock range { };
    range.l_type = F_WRLCK;
    range.l_whence = SEEK_SET;
    range.l_start = static_cast<off_t>(m_job);
    range.l_len = 1;
    return ::fcntl(m_descriptor, command, &range) == 0 || (errno != EAGAIN && errno != EACCES && errno != EINTR);
}

} // namespace cnnvis::render
